package dev.rollcall.acceptance;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.rollcall.acceptance.Client.Answer;
import dev.rollcall.schemas.Topic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class BadInputIntegrationTests {

	private static final String REGISTRATIONS = "/api/v1/registrations";

	private final RunningSystem system = RunningSystem.get();

	private final Client client = new Client(this.system.gateway());

	private final EventLog log = new EventLog(this.system);

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"email":"ada@example.com"                                                     | body
			{"email":"ada@example.com","password":"a long enough phrase","roles":["admin"]} | roles
			{"password":"a long enough phrase"}                                             | email
			{"email":"ada@example.com"}                                                    | password
			{"email":"ada","password":"a long enough phrase"}                               | email
			{"email":{"$gt":""},"password":"a long enough phrase"}                          | email
			{"email":"ada@example.com","password":"password1"}                             | password
			{"email":"ada@example.com","password":"short"}                                 | password
			{"email":"ada@example.com","password":"a long enough phrase","locale":"??"}     | locale
			""")
	void malformedRegistrationNamesTheFieldAndStoresNothing(String body, String field) {
		long before = accounts();
		Answer answer = this.client.post(REGISTRATIONS, body);
		assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
		assertThat(answer.text("type")).isEqualTo("https://rollcall.dev/problems/invalid-request");
		assertThat(answer.json().path("errors")).extracting((error) -> error.path("field").asText()).contains(field);
		assertThat(answer.delay()).isLessThan(Duration.ofSeconds(1));
		assertThat(accounts()).isEqualTo(before);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"email"                        | body malformed
			{"email":"a","email":"b"}       | body malformed
			``                              | body required
			[]                              | body invalid
			5                               | body invalid
			null                            | body invalid
			{"email":5,"color":1,"shade":2} | color unknown,shade unknown,email invalid
			""")
	void everyServiceReportsTheSameErrors(String body, String errors) {
		String email = Client.anEmail();
		Answer registered = this.client.register(email);
		Answer session = this.client.signIn(email, "Rollcall-Consistency", registered.header("Rollcall-Consistency"));
		List<Answer> answers = List.of(this.client.post(REGISTRATIONS, body),
				this.client.post("/api/v1/sessions", body),
				this.client.call("PUT", "/api/v1/notifications/preferences", session, body));
		for (Answer answer : answers) {
			assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
			assertThat(answer.text("title")).isEqualTo("Invalid request");
			assertThat(answer.text("detail")).isEqualTo("The request is not valid.");
			assertThat(answer.json().path("errors"))
				.extracting((error) -> error.path("field").asText() + " " + error.path("code").asText())
				.contains(errors.split(","));
		}
	}

	@Test
	void unknownQueryParametersAreRefused() {
		String email = Client.anEmail();
		Answer registered = this.client.register(email);
		Answer session = this.client.signIn(email, "Rollcall-Consistency", registered.header("Rollcall-Consistency"));
		for (String path : List.of("/api/v1/users/me", "/api/v1/sessions", "/api/v1/notifications")) {
			Answer answer = this.client.get(path + "?colour=red", session);
			assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
			assertThat(answer.json().path("errors"))
				.extracting((error) -> error.path("field").asText() + " " + error.path("code").asText())
				.containsExactly("colour unknown");
		}
	}

	@Test
	void overLongDisplayNameIsRefused() {
		Answer answer = this.client.post(REGISTRATIONS,
				"{\"email\":\"ada@example.com\",\"password\":\"a long enough phrase\",\"displayName\":\"%s\"}"
					.formatted("x".repeat(101)));
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.json().path("errors").path(0).path("code").asText()).isEqualTo("too-long");
	}

	@Test
	void otherContentTypeIsRefused() {
		Answer answer = this.client.post(REGISTRATIONS, "text/plain", HttpRequest.BodyPublishers.ofString("{}"));
		assertThat(answer.status()).as(answer.toString()).isEqualTo(415);
		Answer signIn = this.client.post("/api/v1/sessions", "text/plain", HttpRequest.BodyPublishers.ofString("{}"));
		assertThat(signIn.status()).as(signIn.toString()).isEqualTo(415);
	}

	@Test
	void deepJsonIsRefusedByEachService() {
		String email = Client.anEmail();
		Answer registered = this.client.register(email);
		Answer session = this.client.signIn(email, "Rollcall-Consistency", registered.header("Rollcall-Consistency"));
		String deep = "{\"email\":" + "[".repeat(1000) + "]".repeat(1000) + "}";
		assertThat(this.client.post(REGISTRATIONS, deep).status()).isEqualTo(400);
		assertThat(this.client.post("/api/v1/sessions", deep).status()).isEqualTo(400);
		Answer preferences = this.client.call("PUT", "/api/v1/notifications/preferences", session, deep);
		assertThat(preferences.status()).as(preferences.toString()).isEqualTo(400);
	}

	@Test
	void largeBodyIsRefusedWithAndWithoutLength() {
		byte[] large = "x".repeat(65 * 1024 + 1).getBytes(StandardCharsets.UTF_8);
		Answer sized = this.client.post(REGISTRATIONS, "application/json",
				HttpRequest.BodyPublishers.ofByteArray(large));
		Answer chunked = this.client.post(REGISTRATIONS, "application/json",
				HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)));
		assertThat(sized.status()).as(sized.toString()).isEqualTo(413);
		assertThat(chunked.status()).as(chunked.toString()).isEqualTo(413);
	}

	@Test
	void unknownRouteAndMissingTokenAreProblems() {
		assertThat(this.client.get("/nowhere").text("type")).isEqualTo("https://rollcall.dev/problems/not-found");
		Answer anonymous = this.client.get("/api/v1/users/me");
		assertThat(anonymous.status()).isEqualTo(401);
		assertThat(anonymous.header("Correlation-Id")).isNotBlank();
	}

	@Test
	void servicesVerifyTokensThemselves() {
		for (Map.Entry<Integer, String> call : Map
			.of(8081, "/api/v1/users/me", 8082, "/api/v1/sessions", 8083, "/api/v1/notifications")
			.entrySet()) {
			Client service = new Client(this.system.service(call.getKey()));
			assertThat(service.get(call.getValue()).status()).isEqualTo(401);
			assertThat(service.get(call.getValue(), "Authorization", "Bearer e30.e30.e30").status()).isEqualTo(401);
		}
	}

	@Test
	void unreadableRecordIsDeadLetteredAndTheNextOneIsApplied() {
		UUID key = UUID.randomUUID();
		byte[] poison = { 9, 9, 9 };
		this.log.poison(Topic.USER_EVENTS.name(), key, poison);
		String email = Client.anEmail();
		Answer registered = this.client.register(email);
		assertThat(
				this.client.signIn(email, "Rollcall-Consistency", registered.header("Rollcall-Consistency")).status())
			.isEqualTo(201);
		for (String consumer : new String[] { "session-service-accounts", "session-service-sessions",
				"notification-service-deliveries" }) {
			await()
				.untilAsserted(() -> assertThat(this.log.raw(Topic.deadLetterName(Topic.USER_EVENTS.name(), consumer)))
					.filteredOn((record) -> key.toString().equals(record.key()))
					.singleElement()
					.satisfies((record) -> assertThat(record.value()).isEqualTo(poison)));
		}
	}

	@Test
	void portInUseIsOneClearLineAndStartsNothing(@TempDir Path home) {
		Launcher.Run run = this.system.launcher(home, "up", "mail");
		assertThat(run.status()).as(run.output()).isOne();
		assertThat(run.output().lines()).filteredOn((line) -> line.contains("in use"))
			.singleElement()
			.satisfies((line) -> assertThat(line).contains("mail", String.valueOf(this.system.mailbox().getPort())));
		assertThat(home.resolve("run/mail.pid")).doesNotExist();
	}

	@Test
	void badUsageIsOneLineThatSaysWhatToDo() {
		Launcher.Run run = this.system.launcher("tial");
		assertThat(run.status()).isEqualTo(2);
		assertThat(run.output().lines()).singleElement().satisfies((line) -> assertThat(line).contains("help"));
	}

	private long accounts() {
		try (MongoClient mongo = MongoClients.create(this.system.store(27017))) {
			return mongo.getDatabase("registration").getCollection("accounts").countDocuments();
		}
	}

}
