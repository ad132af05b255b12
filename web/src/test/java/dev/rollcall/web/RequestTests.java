package dev.rollcall.web;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(classes = TestService.class, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "rollcall.web.time-limit=3s", "rollcall.operator-token=former,secret" })
@ExtendWith(OutputCaptureExtension.class)
class RequestTests {

	private static final String ID = "0190a8c2-0000-7000-8000-000000000001";

	@LocalServerPort
	private int port;

	private WebTestClient client;

	@BeforeEach
	void connect() {
		this.client = WebTestClient.bindToServer()
			.baseUrl("http://127.0.0.1:" + this.port)
			.responseTimeout(Duration.ofSeconds(10))
			.build();
	}

	@Test
	void validBodyIsAccepted() {
		post("{\"id\":\"%s\",\"name\":null}".formatted(ID)).expectStatus()
			.isOk()
			.expectBody()
			.json("{\"id\":\"%s\",\"name\":\"null\"}".formatted(ID));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"id":"0190"                     | body malformed
			{"id":"0190"} x                  | body malformed
			{"id":"0190","id":"0191"}        | body malformed
			[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]] | body malformed
			``                               | body required
			[]                               | body invalid
			5                                | body invalid
			null                             | body invalid
			{}                               | id required
			{"id":null,"name":null}          | id required
			{"id":"x"}                       | id invalid
			{"id":5,"name":true}             | id invalid,name invalid
			{"id":["x"],"name":{}}           | id invalid,name invalid
			{"name":"longer","a":1,"b":[]}   | a unknown,b unknown,id required,name too-long
			""")
	void everyErrorIsReported(String body, String errors) {
		JsonNode problem = invalid(post(body));
		assertThat(problem.path("errors").valueStream().map(RequestTests::error))
			.containsExactlyInAnyOrder(errors.split(","));
		assertThat(problem.path("detail").asString()).isEqualTo("The request is not valid.");
		assertThat(problem.path("errors").findValuesAsString("message"))
			.noneMatch((message) -> message.isBlank() || message.endsWith("."));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			/people?limit=x          | limit invalid
			/people?limit=1&limit=2  | limit invalid
			/people?limit=x&page=2   | page unknown,limit invalid
			/plain?color             | color unknown
			""")
	void everyWrongQueryParameterIsReported(String uri, String errors) {
		JsonNode problem = invalid(this.client.get().uri(uri).exchange());
		assertThat(problem.path("errors").valueStream().map(RequestTests::error))
			.containsExactlyInAnyOrder(errors.split(","));
	}

	@Test
	void knownQueryParameterIsRead() {
		this.client.get()
			.uri("/people?limit=10")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.json("{\"limit\":\"10\"}");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			GET  | /nowhere      | 404 | not-found   | Not found
			PUT  | /people       | 405 | method-not-allowed | Method not allowed
			GET  | /broken       | 500 | internal    | Internal error
			GET  | /unavailable  | 503 | unavailable | Unavailable
			GET  | /store-away   | 503 | unavailable | Unavailable
			GET  | /slow         | 503 | unavailable | Unavailable
			GET  | /plain//x     | 400 | invalid-request | Invalid request
			""")
	void everyFailureIsAProblem(String method, String path, int status, String name, String title) {
		JsonNode problem = body(this.client.method(HttpMethod.valueOf(method))
			.uri(URI.create("http://127.0.0.1:" + this.port + path))
			.header(CorrelationId.HEADER, "test-1")
			.exchange()
			.expectStatus()
			.isEqualTo(status)
			.expectHeader()
			.valueEquals(CorrelationId.HEADER, "test-1")
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON));
		assertThat(problem.path("type").asString()).isEqualTo("https://rollcall.dev/problems/" + name);
		assertThat(problem.path("title").asString()).isEqualTo(title);
		assertThat(problem.path("status").asInt()).isEqualTo(status);
		assertThat(problem.path("instance").asString()).isEqualTo(path);
		assertThat(problem.path("correlationId").asString()).isEqualTo("test-1");
		assertThat(problem.has("errors")).isFalse();
	}

	@Test
	void unavailableIsAnsweredWithRetryAfterAndItsReasonIsLogged(CapturedOutput output) {
		this.client.get()
			.uri("/unavailable")
			.header(CorrelationId.HEADER, "test-2")
			.exchange()
			.expectHeader()
			.valueEquals("Retry-After", "1")
			.expectBody();
		assertThat(output).contains("Request test-2 was answered 503: The outbox of the account is full");
	}

	@Test
	void messageOfTheStoreIsNotLogged(CapturedOutput output) {
		this.client.get().uri("/store-away").header(CorrelationId.HEADER, "test-3").exchange().expectBody();
		assertThat(output).contains("Request test-3 was answered 503: The store is unavailable")
			.doesNotContain("ada@example.com");
	}

	@ParameterizedTest
	@CsvSource({ "<script>", "a b", "Ä" })
	void malformedCorrelationIdIsReplaced(String id) {
		this.client.get()
			.uri("/plain")
			.header(CorrelationId.HEADER, id)
			.exchange()
			.expectHeader()
			.valueMatches(CorrelationId.HEADER, "[0-9a-f-]{36}")
			.expectBody();
	}

	@Test
	void otherContentTypesAreRefused() {
		this.client.post()
			.uri("/people")
			.contentType(MediaType.TEXT_PLAIN)
			.bodyValue("{}")
			.exchange()
			.expectStatus()
			.isEqualTo(415)
			.expectBody();
		this.client.post()
			.uri("/people")
			.contentType(MediaType.APPLICATION_JSON)
			.accept(MediaType.TEXT_HTML)
			.bodyValue("{}")
			.exchange()
			.expectStatus()
			.isEqualTo(406)
			.expectBody();
	}

	@Test
	void bodyOverTheLimitIsRefusedWithAndWithoutLength() {
		String large = "{\"id\":\"" + "x".repeat(64 * 1024) + "\"}";
		JsonNode sized = body(post(large).expectStatus().isEqualTo(413));
		JsonNode chunked = body(this.client.post()
			.uri("/people")
			.contentType(MediaType.APPLICATION_JSON)
			.body(Flux.just(large.substring(0, 100), large.substring(100)), String.class)
			.exchange()
			.expectStatus()
			.isEqualTo(413));
		assertThat(sized.path("type")).isEqualTo(chunked.path("type"))
			.hasToString("\"https://rollcall.dev/problems/payload-too-large\"");
	}

	@Test
	void managementRequiresTheOperatorsToken() {
		management("/actuator/verify", null).expectStatus()
			.isUnauthorized()
			.expectHeader()
			.valueEquals("WWW-Authenticate", "Bearer")
			.expectBody()
			.jsonPath("$.detail")
			.isEqualTo("The operator's token is required.");
		management("/actuator", "wrong").expectStatus().isUnauthorized().expectBody();
		management("/actuator/verify", "secret").expectStatus().isNotFound().expectBody();
		management("/actuator/verify", "former").expectStatus().isNotFound().expectBody();
		management("/actuator/health", null).expectStatus().isOk().expectBody();
	}

	private ResponseSpec management(String path, String token) {
		return this.client.get().uri(path).headers((headers) -> {
			if (token != null) {
				headers.setBearerAuth(token);
			}
		}).exchange();
	}

	private ResponseSpec post(String body) {
		return this.client.post()
			.uri("/people")
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(body.getBytes(StandardCharsets.UTF_8))
			.exchange();
	}

	private static JsonNode invalid(ResponseSpec answer) {
		JsonNode problem = body(answer.expectStatus().isBadRequest());
		assertThat(problem.path("type").asString()).isEqualTo("https://rollcall.dev/problems/invalid-request");
		return problem;
	}

	private static JsonNode body(ResponseSpec answer) {
		return answer.expectBody(JsonNode.class).returnResult().getResponseBody();
	}

	private static String error(JsonNode error) {
		return error.path("field").asString() + " " + error.path("code").asString();
	}

}
