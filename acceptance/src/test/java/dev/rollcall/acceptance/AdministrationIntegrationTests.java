package dev.rollcall.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.acceptance.Client.Answer;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * S27 and S34, through the gateway: the rights of administrators, and the audit trail in
 * the logs.
 */
class AdministrationIntegrationTests {

	private static final Logger logger = LoggerFactory.getLogger(AdministrationIntegrationTests.class);

	private static final ObjectMapper JSON = new ObjectMapper();

	private static final List<String> SERVICES = List.of("gateway", "registration-service", "session-service",
			"notification-service");

	private static final String USERS = "/api/v1/admin/users";

	private static final String CORRELATION_ID = "Correlation-Id";

	private final RunningSystem system = RunningSystem.get();

	private final Client client = new Client(this.system.gateway());

	/**
	 * Review 4: the demoted administrator granted the role to himself again, and took it
	 * from the one who had demoted him.
	 */
	@Test
	void demotedAdministratorsTokenIsRefusedAtOnce() {
		Administrator ada = Administrator.get();
		Person bob = Person.verified(this.system);
		ada.changeRoles(bob, "\"admin\"");
		Answer token = await().until(bob::signIn, (session) -> this.client.get(USERS, session).status() == 200);

		ada.changeRoles(bob, "");

		long demoted = System.nanoTime();
		assertThat(this.client.get(USERS, token).status()).isIn(401, 403);
		for (String user : List.of(bob.userId(), ada.userId())) {
			Answer answer = this.client.call("PUT", USERS + "/" + user + "/roles", token, "{\"roles\":[\"admin\"]}");
			assertThat(answer.status()).as(answer.toString()).isIn(401, 403);
		}
		await().pollInterval(Duration.ofMillis(10))
			.until(() -> this.client.get("/api/v1/users/me", token).status() == 401);
		long millis = (System.nanoTime() - demoted) / 1_000_000;
		logger.info("From the loss of the role to the end of the session at the gateway: {} ms", millis);
		assertThat(millis).isLessThan(1000);
		assertThat(this.client.refresh(token.text("refreshToken")).status()).isEqualTo(401);
		assertThat(this.client.get(USERS, bob.signIn()).status()).isEqualTo(403);
	}

	@Test
	void lastAdministratorStays() {
		Administrator ada = Administrator.get();
		for (Answer answer : List.of(ada.attempt("PUT", "/" + ada.userId() + "/roles", "{\"roles\":[]}"),
				ada.attempt("POST", "/" + ada.userId() + "/lock", "{}"),
				ada.attempt("DELETE", "/" + ada.userId(), "{}"))) {
			assertThat(answer.status()).as(answer.toString()).isEqualTo(409);
			assertThat(answer.text("type")).isEqualTo("https://rollcall.dev/problems/last-administrator");
		}
		assertThat(ada.attempt("GET", "", "").status()).isEqualTo(200);
	}

	@Test
	void eachActLeavesOneLineWithoutPersonalData() {
		Person person = Person.verified(this.system);
		Administrator ada = Administrator.get();
		String signIn = signIn(person.email(), Client.PASSWORD, 201);
		String wrongPassword = signIn(person.email(), "not the password", 401);
		String unknownAccount = signIn(Client.anEmail(), "not the password", 401);
		String read = ada.attempt("GET", "/" + person.userId(), "").header(CORRELATION_ID);
		String lock = ada.attempt("POST", "/" + person.userId() + "/lock", "{}").header(CORRELATION_ID);
		String search = this.client.get(USERS + "?email=" + person.email()).header(CORRELATION_ID);
		String operator = new Client(this.system.service(9081))
			.get("/actuator/verify", "Authorization", "Bearer " + UUID.randomUUID())
			.header(CORRELATION_ID);

		assertLine(signIn, "session-service sign-in success  " + person.userId());
		assertLine(wrongPassword, "session-service sign-in failure wrong_password " + person.userId());
		assertLine(unknownAccount, "session-service sign-in failure unknown_account ");
		assertLine(read, "registration-service GET /api/v1/admin/users/{id} success  " + person.userId());
		assertLine(lock, "registration-service POST /api/v1/admin/users/{id}/lock success  " + person.userId());
		assertLine(search, "gateway GET /api/v1/admin/** failure  ");
		assertLine(operator, "registration-service operator-token failure wrong_token ");
		assertThat(auditLog()).noneMatch((line) -> line.toString().contains("@example.com"))
			.noneMatch((line) -> line.toString().contains("Ada"))
			.noneMatch((line) -> line.toString().contains(Client.PASSWORD))
			.noneMatch((line) -> line.toString().contains("127.0.0.1"));
	}

	private String signIn(String email, String password, int status) {
		Answer answer = this.client.post("/api/v1/sessions",
				"{\"email\":\"%s\",\"password\":\"%s\"}".formatted(email, password));
		assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
		return answer.header(CORRELATION_ID);
	}

	private void assertLine(String correlationId, String expected) {
		assertThat(auditLog()).filteredOn((line) -> line.at("/http/request/id").asText().equals(correlationId))
			.extracting((line) -> String.join(" ", line.at("/service/name").asText(), line.at("/event/action").asText(),
					line.at("/event/outcome").asText(), line.at("/event/reason").asText(),
					line.at("/user/target/id").asText()))
			.containsExactly(expected);
	}

	private List<JsonNode> auditLog() {
		return SERVICES.stream()
			.flatMap((service) -> this.system.log(service).lines())
			.filter((line) -> line.contains("\"logger\":\"audit\""))
			.map(AdministrationIntegrationTests::json)
			.toList();
	}

	private static JsonNode json(String line) {
		try {
			return JSON.readTree(line);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
