package dev.rollcall.notification;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.rollcall.notification.inbox.Inboxes;
import dev.rollcall.notification.inbox.Notification;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.test.web.reactive.server.StatusAssertions;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@NotificationServiceTest
class NotificationApiIntegrationTests {

	private static final String PATH = "/api/v1/notifications";

	private static final String USER = UUID.randomUUID().toString();

	private static final int STREAMS = 25;

	private static final Logger logger = LoggerFactory.getLogger(NotificationApiIntegrationTests.class);

	private final Store store = new Store("notification");

	@Autowired
	private Inboxes inboxes;

	@Autowired
	private MeterRegistry meters;

	@LocalServerPort
	private int port;

	@LocalManagementPort
	private int managementPort;

	@AfterEach
	void close() {
		this.store.close();
	}

	@Test
	void userReadsOwnNotificationsPageByPage() {
		String user = inboxOf(25);

		get(PATH, user).expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.notifications.length()")
			.isEqualTo(20)
			.jsonPath("$.notifications[0]")
			.value((first) -> assertThat(first).hasToString("{notificationId=" + id(0)
					+ ", kind=welcome, title=Title 0, body=Body, occurredAt=2026-11-01T00:00:00Z, readAt=null}"))
			.jsonPath("$.next")
			.isEqualTo(id(19));
		get(PATH + "?limit=5&before=" + id(19), user).expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.notifications.length()")
			.isEqualTo(5)
			.jsonPath("$.notifications[4].notificationId")
			.isEqualTo(id(24))
			.jsonPath("$.next")
			.isEmpty();
	}

	@Test
	void userWithoutNotificationsGetsAnEmptyPage() {
		get(PATH, UUID.randomUUID().toString()).expectStatus()
			.isOk()
			.expectBody()
			.json("{\"notifications\":[],\"next\":null}");
	}

	@ParameterizedTest
	@CsvSource({ "limit=0,limit", "limit=101,limit", "limit=x,limit", "limit=,limit", "before=x,before",
			"before=%7B%22$gt%22:%22%22%7D,before" })
	void badParameterIsNamed(String query, String field) {
		problem(get(PATH + "?" + query, USER), 400, "invalid-request").jsonPath("$.errors[0].field")
			.isEqualTo(field)
			.jsonPath("$.errors[0].code")
			.isEqualTo("invalid")
			.jsonPath("$.errors[0].message")
			.isNotEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { PATH, "/", "/nowhere", "/actuator", "/actuator/env", "/actuator/beans" })
	void nothingIsAnsweredWithoutAToken(String path) {
		WebTestClient.ResponseSpec answer = client(this.port).get().uri(path).exchange();

		answer.expectHeader().valueMatches(HttpHeaders.WWW_AUTHENTICATE, "Bearer.*");
		problem(answer, 401, "unauthorized");
	}

	@Test
	void tokenThatIsNotAnAccessTokenIsRefused() {
		refused("JWT", (claims) -> {
		});
		refused("at+jwt", (claims) -> claims.issuer("http://other.test"));
		refused("at+jwt", (claims) -> claims.audience("other"));
		refused("at+jwt", (claims) -> claims.expirationTime(new Date(System.currentTimeMillis() - 61_000)));
		refused("at+jwt", (claims) -> claims.expirationTime(null));
		refused("at+jwt", (claims) -> claims.notBeforeTime(new Date(System.currentTimeMillis() + 120_000)));
		refused("at+jwt", (claims) -> claims.subject(null));
		refused("at+jwt", (claims) -> claims.subject("not-a-uuid"));
		refused("at+jwt", (claims) -> claims.claim("sid", null));
	}

	@Test
	void tokenSignedByAnotherKeyIsRefused() {
		problem(get(PATH, new AccessTokens(), USER), 401, "unauthorized");
	}

	@Test
	void tokenThatCannotBeCheckedIsUnavailable() {
		AccessTokens newKey = new AccessTokens("2");
		Platform.TOKENS.whileUnavailable(() -> {
			WebTestClient.ResponseSpec answer = get(PATH, newKey, USER);
			answer.expectHeader().valueEquals(HttpHeaders.RETRY_AFTER, "1");
			answer.expectHeader().doesNotExist(HttpHeaders.WWW_AUTHENTICATE);
			problem(answer, 503, "unavailable");
		});
		problem(get(PATH, newKey, USER), 401, "unauthorized");
	}

	@Test
	void malformedPathIsAProblem() {
		problem(get("//x", USER), 400, "invalid-request").jsonPath("$.title").isEqualTo("Invalid request");
	}

	@Test
	void clockMayDifferByAMinute() {
		String token = Platform.TOKENS.of(USER, "at+jwt",
				(claims) -> claims.expirationTime(new Date(System.currentTimeMillis() - 30_000)));

		client(this.port).get()
			.uri(PATH)
			.headers((headers) -> headers.setBearerAuth(token))
			.exchange()
			.expectStatus()
			.isOk();
	}

	@Test
	void correlationIdIsReturned() {
		client(this.port).get()
			.uri(PATH)
			.header("Correlation-Id", "abc.1")
			.exchange()
			.expectHeader()
			.valueEquals("Correlation-Id", "abc.1")
			.expectBody()
			.jsonPath("$.correlationId")
			.isEqualTo("abc.1");
		client(this.port).get()
			.uri(PATH)
			.header("Correlation-Id", "not a b c")
			.exchange()
			.expectHeader()
			.valueMatches("Correlation-Id", "[0-9a-f-]{36}");
	}

	@Test
	void unknownPathAndMethodAreProblems() {
		problem(get("/api/v1/nowhere", USER), 404, "not-found");
		WebTestClient.ResponseSpec answer = client(this.port).post()
			.uri(PATH)
			.headers((headers) -> headers.setBearerAuth(Platform.TOKENS.of(USER)))
			.exchange();
		problem(answer, 405, "method-not-allowed");
	}

	@Test
	void largeBodyIsRefused() {
		WebTestClient.ResponseSpec answer = client(this.port).post()
			.uri(PATH)
			.headers((headers) -> headers.setBearerAuth(Platform.TOKENS.of(USER)))
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue("\"" + "x".repeat(70_000) + "\"")
			.exchange();

		problem(answer, 413, "payload-too-large");
	}

	@Test
	void managementIsOnItsOwnPortAndOnlyHealthAndMetrics() {
		WebTestClient management = client(this.managementPort);

		management.get().uri("/actuator/health/liveness").exchange().expectStatus().isOk();
		management.get().uri("/actuator/health/readiness").exchange().expectStatus().isOk();
		management.get().uri("/actuator/prometheus").exchange().expectStatus().isOk();
		management.get().uri("/actuator/env").exchange().expectStatus().isUnauthorized();
		client(this.port).get().uri("/actuator/health").exchange().expectStatus().isNotFound();
	}

	@Test
	void managementEndpointsNeedTheOperatorsToken() {
		String accessToken = Platform.TOKENS.of(USER);
		for (String path : List.of("/actuator", "/actuator/verify", "/actuator/unknown")) {
			for (String token : List.of("wrong", accessToken)) {
				operator(this.managementPort, path, token).isUnauthorized();
			}
			client(this.managementPort).post().uri(path).exchange().expectStatus().isUnauthorized();
		}
		operator(this.managementPort, "/actuator/verify", "former").isOk();
		operator(this.managementPort, "/actuator/verify", Platform.OPERATOR).isOk();
		operator(this.managementPort, "/actuator/unknown", Platform.OPERATOR).isNotFound();
		operator(this.port, "/actuator/verify", Platform.OPERATOR).isNotFound();
	}

	/** S32: 25 streams of one user, who gets a notification. */
	@Test
	void streamsShareOneQueryASecondAndShowAnEntryWithinTwo() {
		String user = inboxOf(3);
		Set<Integer> open = ConcurrentHashMap.newKeySet();
		Queue<String> shown = new ConcurrentLinkedQueue<>();
		Disposable.Composite streams = Disposables.composite();
		try {
			for (int i = 0; i < STREAMS; i++) {
				int number = i;
				streams.add(events(user).subscribe((event) -> {
					open.add(number);
					if (event.id() != null) {
						shown.add(event.id());
					}
				}));
			}
			await().until(() -> open.size() == STREAMS);
			double before = reads();
			await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
			double perSecond = (reads() - before) / 3;
			logger.info("{} streams read the store {} times a second", STREAMS, perSecond);
			assertThat(perSecond).isLessThan(3);
			String added = "%032x".formatted(99);
			this.inboxes.push(user, new Notification(added, "welcome", "Title", "Body", Instant.now(), null))
				.block(Duration.ofSeconds(10));
			await().atMost(Duration.ofSeconds(2)).until(() -> shown.size() == STREAMS);
			assertThat(shown).containsOnly(added);
		}
		finally {
			streams.dispose();
		}
	}

	private Flux<ServerSentEvent<String>> events(String user) {
		return WebClient.create("http://127.0.0.1:" + this.port)
			.get()
			.uri(PATH + "/stream")
			.headers((headers) -> headers.setBearerAuth(Platform.TOKENS.of(user)))
			.retrieve()
			.bodyToFlux(new ParameterizedTypeReference<>() {
			});
	}

	/** How often inboxes were read. */
	private double reads() {
		return this.meters.get("mongodb.driver.commands")
			.tag("collection", "inboxes")
			.tag("command", "find")
			.timers()
			.stream()
			.mapToLong(Timer::count)
			.sum();
	}

	private StatusAssertions operator(int port, String path, String token) {
		return client(port).get()
			.uri(path)
			.headers((headers) -> headers.setBearerAuth(token))
			.exchange()
			.expectStatus();
	}

	private void refused(String type, Consumer<JWTClaimsSet.Builder> change) {
		String token = Platform.TOKENS.of(USER, type, change);
		WebTestClient.ResponseSpec answer = client(this.port).get()
			.uri(PATH)
			.headers((headers) -> headers.setBearerAuth(token))
			.exchange();
		problem(answer, 401, "unauthorized");
	}

	private WebTestClient.BodyContentSpec problem(WebTestClient.ResponseSpec answer, int status, String name) {
		return answer.expectStatus()
			.isEqualTo(status)
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.expectBody()
			.jsonPath("$.type")
			.isEqualTo("https://rollcall.dev/problems/" + name)
			.jsonPath("$.status")
			.isEqualTo(status)
			.jsonPath("$.title")
			.isNotEmpty()
			.jsonPath("$.detail")
			.isNotEmpty()
			.jsonPath("$.instance")
			.isNotEmpty()
			.jsonPath("$.correlationId")
			.isNotEmpty();
	}

	private WebTestClient.ResponseSpec get(String uri, String user) {
		return get(uri, Platform.TOKENS, user);
	}

	private WebTestClient.ResponseSpec get(String uri, AccessTokens tokens, String user) {
		return client(this.port).get()
			.uri(URI.create("http://127.0.0.1:" + this.port + uri))
			.headers((headers) -> headers.setBearerAuth(tokens.of(user)))
			.exchange();
	}

	private static WebTestClient client(int port) {
		return WebTestClient.bindToServer()
			.baseUrl("http://127.0.0.1:" + port)
			.responseTimeout(Duration.ofSeconds(30))
			.build();
	}

	private String inboxOf(int size) {
		String user = UUID.randomUUID().toString();
		List<Document> notifications = IntStream.range(0, size)
			.mapToObj((number) -> new Document("notificationId", id(number)).append("kind", "welcome")
				.append("title", "Title " + number)
				.append("body", "Body")
				.append("occurredAt", Date.from(Instant.parse("2026-11-01T00:00:00Z").minusSeconds(number)))
				.append("readAt", null))
			.toList();
		this.store.insert("inboxes", new Document("_id", user).append("notifications", notifications));
		return user;
	}

	private static String id(int number) {
		return "%032x".formatted(number);
	}

}
