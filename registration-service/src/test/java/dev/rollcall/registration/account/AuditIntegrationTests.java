package dev.rollcall.registration.account;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * S34: the audit trail of passwords, administration and operation, as it is in the log.
 */
@Service
@ExtendWith(OutputCaptureExtension.class)
class AuditIntegrationTests {

	private static final String USERS = "/api/v1/admin/users";

	@Autowired
	private AccountCommands commands;

	@LocalServerPort
	private int port;

	@LocalManagementPort
	private int managementPort;

	private Client client;

	private String administrator;

	private String token;

	@BeforeEach
	void register() {
		this.client = new Client(this.port);
		this.administrator = TestAdministrator.id(this.client, this.commands);
		this.token = Platform.TOKENS.ofAdministrator(this.administrator);
	}

	@Test
	void wrongCurrentPasswordIsALine(CapturedOutput output) {
		this.client.call("POST", AccountController.ME + "/password", this.token,
				Map.of("currentPassword", "this is wrong", "newPassword", "seven purple bicycles at dawn"));

		assertThat(summaries(output)).containsExactly("authentication start password-check failure wrong_password %s %s"
			.formatted(this.administrator, this.administrator));
	}

	@Test
	void administratorsReadsAndCommandsAreALineEach(CapturedOutput output) {
		String user = TestAdministrator.id(this.client, this.commands);
		String email = Client.anEmail();
		this.client.call("GET", USERS + "?email=" + email, "Authorization", "Bearer " + this.token);
		this.client.call("GET", USERS + "/" + user, "Authorization", "Bearer " + this.token);
		this.client.call("PUT", USERS + "/" + user + "/roles", this.token, Map.of("roles", List.of()));
		this.client.call("DELETE", USERS + "/" + user, this.token, Map.of());
		this.client.call("DELETE", USERS + "/" + user, this.token, Map.of());
		this.client.stream(USERS + "/import", this.token, "{\"email\":\"%s\"}".formatted(email));
		this.client.call("GET", USERS, "Authorization", "Bearer " + Platform.TOKENS.ofAdministrator(user));
		this.client.call("GET", USERS);

		String actor = this.administrator;
		assertThat(summaries(output)).containsExactly("iam info GET /api/v1/admin/users success  %s ".formatted(actor),
				"iam info GET /api/v1/admin/users/{id} success  %s %s".formatted(actor, user),
				"iam change PUT /api/v1/admin/users/{id}/roles success  %s %s".formatted(actor, user),
				"iam deletion DELETE /api/v1/admin/users/{id} success  %s %s".formatted(actor, user),
				"iam deletion DELETE /api/v1/admin/users/{id} failure  %s %s".formatted(actor, user),
				"iam change POST /api/v1/admin/users/import success  %s ".formatted(actor),
				"iam info GET /api/v1/admin/** failure  %s ".formatted(user),
				"iam info GET /api/v1/admin/** failure   ");
		assertThat(lines(output).toString()).doesNotContain("@example.com", Client.PASSWORD, "127.0.0.1");
	}

	@Test
	void operatorsCommandsAndWrongTokensAreALineEach(CapturedOutput output) {
		Client management = new Client(this.managementPort);
		management.call("POST", "/actuator/reseal", Platform.OPERATOR, Map.of());
		management.call("POST", "/actuator/deadletters/redrive", Platform.OPERATOR, Map.of());
		management.call("GET", "/actuator/reseal", "Authorization", "Bearer " + Platform.OPERATOR);
		management.call("GET", "/actuator/reseal", "Authorization", "Bearer wrong");
		management.call("GET", "/actuator/health");

		assertThat(lines(output)).extracting((line) -> line.at("/url/path").asString(""))
			.containsExactly("/actuator/reseal", "/actuator/deadletters/redrive", "");
		assertThat(summaries(output)).last().isEqualTo("authentication start operator-token failure wrong_token  ");
		assertThat(lines(output).toString()).doesNotContain(Platform.OPERATOR);
	}

	private static List<String> summaries(CapturedOutput output) {
		return lines(output).stream()
			.map((line) -> String.join(" ", line.at("/event/category/0").asString(),
					line.at("/event/type/0").asString(), line.at("/event/action").asString(),
					line.at("/event/outcome").asString(), line.at("/event/reason").asString(""),
					line.at("/user/id").asString(""), line.at("/user/target/id").asString("")))
			.toList();
	}

	private static List<JsonNode> lines(CapturedOutput output) {
		return output.getOut()
			.lines()
			.filter((line) -> line.contains("\"logger\":\"audit\""))
			.map(JsonMapper.shared()::readTree)
			.toList();
	}

}
