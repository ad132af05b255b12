package dev.rollcall.session;

import java.util.List;
import java.util.UUID;

import dev.rollcall.schemas.Topic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.MediaType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * S34: the audit trail of sign-ins and of administration, as it is in the log.
 */
@SessionServiceTest
@ExtendWith(OutputCaptureExtension.class)
class AuditIntegrationTests {

	private static final String PASSWORD = "this is not the password";

	@Autowired
	SessionClient client;

	@Test
	void eachSignInAndEachRefusalIsALine(CapturedOutput output) {
		TestUser user = this.client.registered();
		TestUser locked = TestUser.locked();
		Log.register(locked);
		this.client.signIn(locked.email(), locked.password(), locked.consistencyToken(1));
		String unknown = "nobody-" + UUID.randomUUID() + "@example.com";
		int before = lines(output).size();

		this.client.signIn(user.email(), user.password(), null).expectStatus().isCreated();
		this.client.signIn(user.email(), PASSWORD, null).expectStatus().isUnauthorized();
		this.client.signIn(unknown, PASSWORD, null).expectStatus().isUnauthorized();
		this.client.signIn(locked.email(), locked.password(), null).expectStatus().isUnauthorized();

		List<JsonNode> lines = lines(output).subList(before, lines(output).size());
		String id = user.id().toString();
		assertThat(lines).extracting(AuditIntegrationTests::summary)
			.containsExactly("[\"authentication\"] [\"start\"] sign-in success  %s %s".formatted(id, id),
					"[\"authentication\"] [\"start\"] sign-in failure wrong_password  %s".formatted(id),
					"[\"authentication\"] [\"start\"] sign-in failure unknown_account  ",
					"[\"authentication\"] [\"start\"] sign-in failure user_locked  %s".formatted(locked.id()));
		assertThat(lines).allSatisfy((line) -> {
			assertThat(line.at("/event/kind").asString()).isEqualTo("event");
			assertThat(line.at("/http/request/id").asString()).isNotEmpty();
			assertThat(line.at("/service/name").asString()).isEqualTo("session-service");
		});
		assertThat(lines.toString()).doesNotContain("@example.com", PASSWORD, user.password(), "127.0.0.1");
	}

	@Test
	void administratorsCommandAndARefusedOneAreALineEach(CapturedOutput output) {
		TestUser administrator = this.client.registered();
		SessionClient.Tokens tokens = this.client.signIn(administrator);
		UUID user = UUID.randomUUID();
		int before = lines(output).size();

		end(user, tokens, 204);
		Log.append(Topic.USER_EVENTS, administrator.id(), administrator.locked(2));
		this.client.signIn(administrator.email(), administrator.password(), administrator.consistencyToken(2));
		end(user, tokens, 403);

		assertThat(lines(output).subList(before, lines(output).size())).extracting(AuditIntegrationTests::summary)
			.filteredOn((line) -> line.contains("iam"))
			.containsExactly(
					"[\"iam\"] [\"change\"] POST /api/v1/admin/users/{id}/sessions/end success  %s %s"
						.formatted(administrator.id(), user),
					"[\"iam\"] [\"change\"] POST /api/v1/admin/** failure  %s %s".formatted(administrator.id(), user));
	}

	private void end(UUID user, SessionClient.Tokens tokens, int status) {
		this.client.web()
			.post()
			.uri("/api/v1/admin/users/" + user + "/sessions/end")
			.contentType(MediaType.APPLICATION_JSON)
			.headers((headers) -> headers.setBearerAuth(tokens.accessToken()))
			.exchange()
			.expectStatus()
			.isEqualTo(status);
	}

	private static String summary(JsonNode line) {
		return String.join(" ", line.at("/event/category").toString(), line.at("/event/type").toString(),
				line.at("/event/action").asString(), line.at("/event/outcome").asString(),
				line.at("/event/reason").asString(""), line.at("/user/id").asString(""),
				line.at("/user/target/id").asString(""));
	}

	private static List<JsonNode> lines(CapturedOutput output) {
		return output.getOut()
			.lines()
			.filter((line) -> line.contains("\"logger\":\"audit\""))
			.map(JsonMapper.shared()::readTree)
			.toList();
	}

}
