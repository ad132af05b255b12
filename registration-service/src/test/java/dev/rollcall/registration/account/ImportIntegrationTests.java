package dev.rollcall.registration.account;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SubmissionPublisher;
import java.util.stream.Collectors;

import dev.rollcall.event.ActorType;
import dev.rollcall.event.Origin;
import dev.rollcall.event.PasswordResetRequested;
import dev.rollcall.event.UserRegistered;
import dev.rollcall.event.UserState;
import dev.rollcall.registration.account.Client.Answer;
import dev.rollcall.schemas.EmailAddress;
import dev.rollcall.schemas.PasswordHash;
import dev.rollcall.schemas.Topic;
import dev.rollcall.schemas.UserId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Service
class ImportIntegrationTests {

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final String BCRYPT = "$2a$04$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW";

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	@LocalServerPort
	private int port;

	private Client client;

	@Autowired
	private AccountCommands commands;

	private String administrator;

	@BeforeEach
	void connect() {
		this.client = new Client(this.port);
		this.administrator = TestAdministrator.id(this.client, this.commands);
	}

	@Test
	void eachLineIsAnsweredInOrder() {
		String email = Client.anEmail();
		String body = String.join("\n", line(email, BCRYPT), "", "not json", line(email, BCRYPT),
				line(Client.anEmail(), "plain text"), "x".repeat(20_000), line(Client.anEmail(), BCRYPT));
		List<JsonNode> results = imported(body);
		assertThat(results).extracting((result) -> result.path("line").asInt() + " " + result.path("status").asString())
			.containsExactly("1 created", "3 refused", "4 exists", "5 refused", "6 refused", "7 created");
		assertThat(results.get(1).at("/errors/0/code").asString()).isEqualTo("malformed");
		assertThat(results.get(3).at("/errors/0/field").asString()).isEqualTo("passwordHash");
		assertThat(results.get(4).at("/errors/0/code").asString()).isEqualTo("too-long");
	}

	@Test
	void firstOfSeveralLinesWithOneAddressIsImported() {
		for (int i = 0; i < 10; i++) {
			String line = line(Client.anEmail(), BCRYPT);
			assertThat(imported(String.join("\n", Collections.nCopies(20, line))))
				.extracting((result) -> result.path("status").asString())
				.startsWith("created", "exists")
				.filteredOn("created"::equals)
				.hasSize(1);
		}
	}

	@Test
	void importedUserIsPublishedWithOriginImport() {
		String user = imported(line(Client.anEmail(), BCRYPT)).get(0).path("userId").asString();
		await().atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(Topics.of(Topic.USER_EVENTS.name(), user)).singleElement()
				.extracting((event) -> event.value())
				.isInstanceOfSatisfying(UserRegistered.class, (event) -> {
					assertThat(event.getOrigin()).isEqualTo(Origin.IMPORT);
					assertThat(event.getActor().getType()).isEqualTo(ActorType.ADMINISTRATOR);
					assertThat(event.getState().getEmail().getVerifiedAt()).isNotNull();
				}));
		assertThat(Topics.of(Topic.NOTIFICATION_REQUESTS.name(), user)).isEmpty();
	}

	@Test
	void manyLinesAreTaken() {
		int count = 2_000;
		StringBuilder body = new StringBuilder();
		for (int i = 0; i < count; i++) {
			body.append(line(Client.anEmail(), BCRYPT)).append('\n');
		}
		assertThat(imported(body.toString())).hasSize(count)
			.allMatch((result) -> result.path("status").asString().equals("created"));
	}

	@Test
	void hashIsCreatedOrRefusedAsTheContractSays() throws IOException {
		List<JsonNode> examples = examples("hash");
		assertThat(imported(lines(examples))).extracting((result) -> result.path("status").asString())
			.isEqualTo(examples.stream()
				.map((example) -> (example.has("refused") && !example.has("imported")) ? "refused" : "created")
				.toList());
	}

	@Test
	void hashOfAnotherSystemIsCreatedOrRefusedByTheRuleItBreaks() throws IOException {
		List<JsonNode> examples = examples("import");
		assertThat(imported(lines(examples)))
			.extracting((result) -> result.path("status").asString() + " "
					+ result.at("/errors/0/code").asString(result.path("status").asString()))
			.isEqualTo(examples.stream()
				.map((example) -> example.has("refused") ? "refused " + example.path("refused").asString()
						: "created created")
				.toList());
	}

	@Test
	void userWithoutAHashIsImportedWithTheTimeOfRegistration() {
		String user = imported("""
				{"email":"%s","createdAt":"2019-03-04T05:06:07.123456+01:00"}""".formatted(Client.anEmail())).get(0)
			.path("userId")
			.asString();
		await().atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(Topics.of(Topic.USERS.name(), user)).singleElement()
				.extracting((record) -> record.value())
				.isInstanceOfSatisfying(UserState.class, (state) -> assertThat(state.getRegisteredAt())
					.isEqualTo(Instant.parse("2019-03-04T04:06:07.123Z"))));
		assertThat(Topics.of(Topic.USER_CREDENTIALS.name(), user)).hasSize(1);
	}

	@Test
	void userWithoutAHashSetsAPasswordByRecovery() {
		String email = Client.anEmail();
		String user = imported("{\"email\":\"%s\",\"passwordHash\":null}".formatted(email)).get(0)
			.path("userId")
			.asString();
		assertThat(this.client.post("/api/v1/password-resets", Map.of("email", email)).status()).isEqualTo(202);
		Answer reset = this.client.post("/api/v1/password-resets/confirm", Map.of("token",
				Mailbox.token(user, PasswordResetRequested.class, 1), "newPassword", "seven purple bicycles at dawn"));
		assertThat(reset.status()).as(reset.toString()).isEqualTo(204);
		await().atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(Topics.of(Topic.USER_CREDENTIALS.name(), user)).hasSize(2));
	}

	@ParameterizedTest
	@ValueSource(strings = { "2999-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "2019-03-04", "2019-03-04 05:06:07Z",
			"yesterday" })
	void impossibleTimeOfRegistrationIsRefused(String createdAt) {
		JsonNode result = imported("""
				{"email":"%s","createdAt":"%s"}""".formatted(Client.anEmail(), createdAt)).get(0);
		assertThat(result.path("status").asString()).isEqualTo("refused");
		assertThat(result.at("/errors/0/field").asString()).isEqualTo("createdAt");
	}

	@Test
	void onlyAdministratorsImport() {
		Answer refused = this.client.post("/api/v1/admin/users/import", "application/x-ndjson",
				BodyPublishers.ofString(line(Client.anEmail(), BCRYPT)));
		assertThat(refused.status()).isEqualTo(401);
	}

	@Test
	void administratorWhoLosesTheRoleImportsNothingMore() {
		TestAdministrator.id(this.client, this.commands);
		String before = Client.anEmail();
		String after = Client.anEmail();
		SubmissionPublisher<ByteBuffer> lines = new SubmissionPublisher<>();
		CompletableFuture<Answer> answer = this.client.streaming("/api/v1/admin/users/import",
				Platform.TOKENS.ofAdministrator(this.administrator), lines);
		await().atMost(TIMEOUT).until(lines::hasSubscribers);
		lines.submit(bytes(line(before, BCRYPT)));
		await().atMost(TIMEOUT).until(() -> isTaken(before));
		this.commands
			.run(UserId.of(this.administrator), Cause.bySystem("test"), (account, now) -> account.changeRoles(Set.of()))
			.block(TIMEOUT);
		await().pollDelay(Duration.ofMillis(600)).until(() -> true);
		lines.submit(bytes(line(after, BCRYPT)));
		lines.close();

		List<JsonNode> results = answer.join().response().body().lines().map(JSON::readTree).toList();

		assertThat(results).extracting((result) -> result.path("status").asString())
			.containsExactly("created", "refused");
		assertThat(results.get(1).at("/errors/0/code").asString()).isEqualTo("forbidden");
		assertThat(isTaken(after)).isFalse();
	}

	private static ByteBuffer bytes(String line) {
		return ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
	}

	private boolean isTaken(String email) {
		return this.commands.find(EmailAddress.of(email)).block(TIMEOUT) != null;
	}

	private static String lines(List<JsonNode> examples) {
		return examples.stream()
			.map((example) -> line(Client.anEmail(), example.path("input").asString()))
			.collect(Collectors.joining("\n"));
	}

	private static List<JsonNode> examples(String kind) throws IOException {
		try (InputStream lines = PasswordHash.class.getResourceAsStream("contract-examples.jsonl")) {
			return new String(lines.readAllBytes(), StandardCharsets.UTF_8).lines()
				.map(JSON::readTree)
				.filter((example) -> example.path("kind").asString().equals(kind))
				.toList();
		}
	}

	private List<JsonNode> imported(String body) {
		Answer answer = this.client.stream("/api/v1/admin/users/import",
				Platform.TOKENS.ofAdministrator(this.administrator), body);
		assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
		return answer.response().body().lines().map(JSON::readTree).toList();
	}

	private static String line(String email, String hash) {
		return JSON.writeValueAsString(
				Map.of("email", email, "passwordHash", hash, "displayName", "Ada", "emailVerified", true));
	}

}
