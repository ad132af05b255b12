package dev.rollcall.acceptance;

import java.net.http.HttpRequest;
import java.util.List;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.acceptance.Client.Answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The administrator whom the settings of the running system name.
 */
final class Administrator {

	private static final Administrator INSTANCE = new Administrator(RunningSystem.get());

	private final Client client;

	private final Person person;

	private Answer session;

	private Administrator(RunningSystem system) {
		this.client = new Client(system.gateway());
		this.person = Person.registered(system, RunningSystem.ADMINISTRATOR).verify();
		this.session = await().until(this.person::signIn,
				(signedIn) -> this.client.get("/api/v1/admin/users", signedIn).status() == 200);
	}

	static Administrator get() {
		return INSTANCE;
	}

	void lock(Person person) {
		call("POST", person, "/lock", "{}");
	}

	void unlock(Person person) {
		call("POST", person, "/unlock", "{}");
	}

	void endSessions(Person person) {
		call("POST", person, "/sessions/end", "{}");
	}

	void changeRoles(Person person, String roles) {
		call("PUT", person, "/roles", "{\"roles\":[%s]}".formatted(roles));
	}

	void delete(Person person) {
		call("DELETE", person, "", "{}");
	}

	String userId() {
		return this.person.userId();
	}

	/** Returns a result for each line. */
	List<JsonNode> importUsers(List<ObjectNode> users) {
		this.session = this.person.signIn();
		Answer answer = this.client.post("/api/v1/admin/users/import", "application/x-ndjson",
				HttpRequest.BodyPublishers
					.ofString(users.stream().map(ObjectNode::toString).collect(Collectors.joining("\n"))),
				"Authorization", "Bearer " + this.session.text("accessToken"));
		assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
		return answer.lines();
	}

	private void call(String method, Person person, String command, String body) {
		Answer answer = attempt(method, "/" + person.userId() + command, body);
		assertThat(answer.status()).as(answer.toString()).isIn(200, 202, 204);
	}

	/**
	 * Sends a request that may be refused. Signs in again if the access token expired.
	 */
	Answer attempt(String method, String path, String body) {
		Answer answer = send(method, path, body);
		if (answer.status() == 401) {
			this.session = this.person.signIn();
			answer = send(method, path, body);
		}
		return answer;
	}

	private Answer send(String method, String path, String body) {
		return this.client.call(method, "/api/v1/admin/users" + path, this.session, body);
	}

}
