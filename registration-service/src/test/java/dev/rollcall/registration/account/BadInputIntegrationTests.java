package dev.rollcall.registration.account;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import dev.rollcall.registration.account.Client.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Service
class BadInputIntegrationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private static final String REGISTRATIONS = "/api/v1/registrations";

	@LocalServerPort
	private int port;

	@Autowired
	private ReactiveMongoTemplate mongo;

	private Client client;

	private long before;

	@BeforeEach
	void count() {
		this.client = new Client(this.port);
		await().atMost(TIMEOUT)
			.until(() -> this.client.register(Client.registration(Client.anEmail())).status() == 201);
		this.before = accounts();
	}

	@AfterEach
	void nothingIsStored() {
		assertThat(accounts()).isEqualTo(this.before);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					{"email":"ada@example.com"                                                         | body malformed
					``                                                                                 | body required
					[]                                                                                 | body invalid
					{"email":"a@b.co","email":"c@d.co","password":"a long enough phrase"}              | body malformed
					{"email":"ada@example.com","password":"a long enough phrase"} x                    | body malformed
					{"email":"ada@example.com","password":"a long enough phrase","roles":["admin"]}    | roles unknown
					{"email":"ada@example.com","password":"a long enough phrase","id":1,"version":2}   | id unknown,version unknown
					{}                                                                                 | email required,password required
					{"email":null,"password":null}                                                     | email required,password required
					{"email":"ada","password":"a long enough phrase"}                                  | email invalid
					{"email":{"$gt":""},"password":"a long enough phrase"}                             | email invalid
					{"email":"ada@example.com","password":12345678}                                    | password invalid
					{"email":"ada@example.com","password":"password1"}                                 | password weak
					{"email":"ada@example.com","password":"short"}                                     | password too-short
					{"email":"ada@example.com","password":"ada@example.com tractor"}                   | password weak
					{"email":"ada@example.com","password":"half a pair \\ud83d here"}                  | password invalid
					{"email":"ada@example.com","password":"a long enough phrase","locale":"??"}        | locale invalid
					{"email":"ada@example.com","password":"a long enough phrase","displayName":"A\\nB"} | displayName invalid
					{"email":"ada@example.com","password":"a long enough phrase","displayName":"claim at https://evil.example"} | displayName invalid
					{"email":"ada@example.com","password":"a long enough phrase","displayName":"\\u3164\\u200b"} | displayName invalid
					{"email":"ada","password":"short","displayName":"","locale":"e","x":1}             | x unknown,email invalid,displayName invalid,locale invalid,password too-short
					""")
	void eachFaultIsNamed(String body, String faults) {
		Answer answer = this.client.register(body);
		assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
		assertThat(answer.problem()).isEqualTo("invalid-request");
		assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
		assertThat(answer.json().path("errors").valueStream().map(BadInputIntegrationTests::fault))
			.containsExactlyInAnyOrder(faults.split(","));
	}

	@Test
	void overLongFieldsAreRefusedTogether() {
		Answer answer = this.client.register("""
				{"email":"%s@example.com","password":"%s","displayName":"%s","locale":"%s"}"""
			.formatted("a".repeat(254), "horse 🐎 ".repeat(17), "x".repeat(101), "en-" + "abcdefgh-".repeat(4)));
		assertThat(answer.json().path("errors").valueStream().map(BadInputIntegrationTests::fault))
			.containsExactlyInAnyOrder("email too-long", "password too-long", "displayName too-long",
					"locale too-long");
	}

	@Test
	void deepBodyIsRefused() {
		Answer answer = this.client.register("{\"email\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}");
		assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
	}

	@Test
	void otherContentTypeIsRefused() {
		Answer answer = this.client.post(REGISTRATIONS, "text/plain", BodyPublishers.ofString("{}"));
		assertThat(answer.status()).isEqualTo(415);
		assertThat(answer.problem()).isEqualTo("unsupported-media-type");
	}

	@Test
	void otherAnswerThanJsonIsRefusedBeforeAnythingIsDone() {
		Answer answer = this.client.register(Client.registration(Client.anEmail()), "Accept", "text/html");
		assertThat(answer.status()).isEqualTo(406);
	}

	@Test
	void largeBodyIsRefusedWithAndWithoutLength() {
		byte[] large = ("{\"email\":\"" + "x".repeat(64 * 1024) + "\"}").getBytes(StandardCharsets.UTF_8);
		Answer sized = this.client.post(REGISTRATIONS, "application/json", BodyPublishers.ofByteArray(large));
		Answer chunked = this.client.post(REGISTRATIONS, "application/json",
				BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)));
		assertThat(sized.status()).as(sized.toString()).isEqualTo(413);
		assertThat(chunked.status()).as(chunked.toString()).isEqualTo(413);
		assertThat(chunked.problem()).isEqualTo("payload-too-large");
	}

	@Test
	void malformedIdempotencyKeyIsRefused() {
		Answer answer = this.client.register(Client.registration(Client.anEmail()), "Idempotency-Key", "x".repeat(256));
		assertThat(answer.status()).isEqualTo(400);
		assertThat(fault(answer.json().path("errors").path(0))).isEqualTo("Idempotency-Key invalid");
	}

	@Test
	void frameworkRefusalsAreProblemsToo() {
		Answer nowhere = this.client.call("GET", "/nowhere");
		assertThat(nowhere.status()).isEqualTo(404);
		assertThat(nowhere.problem()).isEqualTo("not-found");
		assertThat(nowhere.text("instance")).isEqualTo("/nowhere");
		assertThat(nowhere.text("correlationId")).isEqualTo(nowhere.header("Correlation-Id")).isNotBlank();
		Answer method = this.client.call("GET", REGISTRATIONS);
		assertThat(method.status()).isEqualTo(405);
		assertThat(method.problem()).isEqualTo("method-not-allowed");
		assertThat(method.header("Allow")).isEqualTo("POST");
		Answer health = this.client.call("GET", "/actuator/health");
		assertThat(health.status()).isEqualTo(404);
	}

	@Test
	void malformedCorrelationIdIsReplaced() {
		Answer answer = this.client.call("GET", "/nowhere", "Correlation-Id", "<script>");
		assertThat(answer.header("Correlation-Id")).matches("[0-9a-f-]{36}");
	}

	@Test
	void badInputIsAnsweredWithinASecond() {
		Answer answer = this.client.register("{\"email\":\"ada@example.com\",\"password\":\"password1\"}");
		assertThat(answer.delay()).isLessThan(Duration.ofSeconds(1));
	}

	private long accounts() {
		return this.mongo.count(new Query(), "accounts").blockOptional(TIMEOUT).orElseThrow();
	}

	private static String fault(JsonNode error) {
		return error.path("field").asString("") + " " + error.path("code").asString("");
	}

}
