package dev.rollcall.session;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import dev.rollcall.event.CredentialUpgraded;
import dev.rollcall.event.RefreshTokenReused;
import dev.rollcall.event.RefusalReason;
import dev.rollcall.event.SessionStarted;
import dev.rollcall.event.SignInRefused;
import dev.rollcall.schemas.EmailAddress;
import dev.rollcall.schemas.Topic;
import dev.rollcall.session.SessionClient.Tokens;
import dev.rollcall.session.account.Accounts;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.avro.specific.SpecificRecord;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;
import org.springframework.http.MediaType;
import org.springframework.security.crypto.bcrypt.BCrypt;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Throttling, session events of attacks, hash upgrades and key rotation.
 */
@SessionServiceTest
class SignInProtectionIntegrationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private static final int ALLOWED = 20;

	/** Takes about half a second. */
	private static final String COSTLY_HASH = "$argon2id$v=19$m=65536,t=8,p=1$"
			+ "c29tZXNhbHRzb21lc2FsdA$c29tZWhhc2hzb21laGFzaHNvbWVoYXNoc29tZWhhc2g";

	@Autowired
	SessionClient client;

	@Autowired
	private Accounts accounts;

	@Autowired
	private ReactiveMongoTemplate mongo;

	@Autowired
	private MeterRegistry meters;

	@LocalServerPort
	private int port;

	@Test
	void burstOfGuessesStopsAtTheLimitAndTheOwnersDeviceStillSignsIn() {
		TestUser user = this.client.registered();
		String device = Objects.requireNonNull(signIn(user, user.password(), null).expectStatus()
			.isCreated()
			.returnResult(String.class)
			.getResponseHeaders()
			.getFirst("Rollcall-Device"));
		List<Integer> statuses = new ArrayList<>(inParallel(200, (i) -> signIn(user, "a wrong guess " + i, null)));
		assertThat(statuses).filteredOn((status) -> status == 429).hasSizeGreaterThanOrEqualTo(100);
		// Guesses that a busy machine refused to compute (503) leave room for others.
		int last;
		do {
			last = status(signIn(user, "another wrong guess", null));
			statuses.add(last);
		}
		while (last != 429);
		assertThat(statuses).filteredOn((status) -> status == 401).hasSize(ALLOWED);
		ResponseSpec stranger = signIn(user, user.password(), null);
		stranger.expectStatus().isEqualTo(429).expectHeader().exists("Retry-After");
		signIn(user, user.password(), "x".repeat(22) + device.substring(22)).expectStatus().isEqualTo(429);
		signIn(user, user.password(), device).expectStatus().isCreated();
	}

	private List<Integer> inParallel(int count, IntFunction<ResponseSpec> request) {
		ExecutorService threads = Executors.newFixedThreadPool(50);
		try {
			return IntStream.range(0, count)
				.mapToObj((i) -> CompletableFuture.supplyAsync(() -> status(request.apply(i)), threads))
				.toList()
				.stream()
				.map(CompletableFuture::join)
				.toList();
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void attemptOfAClientThatHangsUpIsCounted() throws IOException {
		TestUser user = TestUser.active();
		Log.append(Topic.USER_EVENTS, user.id(), user.registered());
		Log.append(Topic.USER_CREDENTIALS, user.id(), user.credentialOf(1, COSTLY_HASH));
		await().atMost(TIMEOUT)
			.until(() -> this.accounts.find(EmailAddress.of(user.email()))
				.map((account) -> account.credential().isPresent())
				.blockOptional()
				.orElse(false));
		long before = attempts();
		try (Socket socket = new Socket("127.0.0.1", this.port)) {
			String body = "{\"email\":\"%s\",\"password\":\"a wrong guess\"}".formatted(user.email());
			socket.getOutputStream()
				.write(("POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
						+ "Content-Length: %d\r\n\r\n%s")
					.formatted(body.length(), body)
					.getBytes(StandardCharsets.US_ASCII));
			await().pollInterval(Duration.ofMillis(5)).until(() -> hashing() == 1);
		}
		await().atMost(TIMEOUT).until(() -> hashing() == 0);
		assertThat(attempts() - before).isOne();
	}

	private double hashing() {
		return this.meters.get("executor.active").tag("name", "password-costly").gauge().value();
	}

	/** Attempts that count, at all accounts. */
	private long attempts() {
		return this.mongo.findAll(Document.class, "attempts")
			.map((key) -> key.getList("made", ObjectId.class).size())
			.reduce(0, Integer::sum)
			.blockOptional(TIMEOUT)
			.orElse(0);
	}

	@Test
	void unknownAccountIsThrottledAlike() {
		TestUser nobody = TestUser.active();
		for (int i = 0; i < ALLOWED; i++) {
			assertThat(status(signIn(nobody, "guess", null))).isEqualTo(401);
		}
		assertThat(status(signIn(nobody, "guess", null))).isEqualTo(429);
	}

	@Test
	void successIsNotCounted() {
		TestUser user = this.client.registered();
		for (int i = 0; i < ALLOWED + 5; i++) {
			signIn(user, user.password(), null).expectStatus().isCreated();
		}
	}

	@Test
	void refusalIsPublished() {
		TestUser user = this.client.registered();
		signIn(user, "wrong", null).expectStatus().isUnauthorized();
		assertThat(Log.sessionEvents(user.id(), 2)).last().isInstanceOfSatisfying(SignInRefused.class, (refused) -> {
			assertThat(refused.getReason()).isEqualTo(RefusalReason.WRONG_PASSWORD);
			assertThat(refused.getSessionSequence()).isEqualTo(2);
		});
	}

	@Test
	void signInOnAnotherDeviceIsPublished() {
		TestUser user = this.client.registered();
		String device = signIn(user, user.password(), null).returnResult(String.class)
			.getResponseHeaders()
			.getFirst("Rollcall-Device");
		signIn(user, user.password(), device);
		assertThat(Log.sessionEvents(user.id(), 3)).map((event) -> ((SessionStarted) event).getNewDevice())
			.containsExactly(false, true, false);
	}

	@Test
	void lostAnswerIsGivenAgainToTheDeviceOfTheSession() {
		TestUser user = this.client.registered();
		ResponseSpec signedIn = signIn(user, user.password(), null);
		Tokens first = SessionClient.tokens(signedIn);
		String device = signedIn.returnResult(Void.class).getResponseHeaders().getFirst("Rollcall-Device");
		Tokens second = SessionClient.tokens(refresh(first, device));
		Date tenMinutesAgo = Date.from(Instant.now().minus(Duration.ofMinutes(10)));
		this.mongo
			.updateFirst(Query.query(Criteria.where("sessions.sessionId").is(first.sessionId())),
					new Update().set("sessions.$.rotatedAt", tenMinutesAgo), "sessions")
			.block(TIMEOUT);
		assertThat(SessionClient.tokens(refresh(first, device).expectStatus().isOk()).refreshToken())
			.isEqualTo(second.refreshToken());
		TestUser other = this.client.registered();
		String foreign = signIn(other, other.password(), null).returnResult(Void.class)
			.getResponseHeaders()
			.getFirst("Rollcall-Device");
		refresh(first, foreign).expectStatus().isUnauthorized();
		refresh(second, device).expectStatus().isUnauthorized();
	}

	@Test
	void reuseIsPublishedBeforeTheEnd() {
		TestUser user = this.client.registered();
		Tokens first = this.client.signIn(user);
		Tokens second = SessionClient.tokens(this.client.refresh(first.refreshToken()));
		this.client.refresh(second.refreshToken()).expectStatus().isOk();
		this.client.refresh(first.refreshToken()).expectStatus().isUnauthorized();
		List<SpecificRecord> events = Log.sessionEvents(user.id(), 4);
		assertThat(events.get(2)).isInstanceOf(RefreshTokenReused.class);
	}

	@Test
	void otherHashIsVerifiedAndUpgraded() {
		TestUser user = TestUser.active();
		Log.append(Topic.USER_EVENTS, user.id(), user.registered());
		Log.append(Topic.USER_CREDENTIALS, user.id(),
				user.credentialOf(1, BCrypt.hashpw(user.password(), BCrypt.gensalt(4))));
		this.client.awaitSignIn(user);
		signIn(user, "wrong", null).expectStatus().isUnauthorized();
		CredentialUpgraded upgraded = await().atMost(TIMEOUT)
			.until(() -> Log.read(Topic.CREDENTIAL_UPGRADES, user.id()), (events) -> !events.isEmpty())
			.stream()
			.map(CredentialUpgraded.class::cast)
			.findFirst()
			.orElseThrow();
		assertThat(upgraded.getCredentialVersion()).isOne();
		assertThat(TestKeys.open("rollcall-credential-upgrades/" + user.id() + "/1", bytes(upgraded.getSealedHash())))
			.startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
	}

	@Test
	void keyRotationRefusesNoToken() {
		TestUser user = this.client.registered();
		Tokens before = this.client.signIn(user);
		this.client.management()
			.post()
			.uri("/actuator/keys/rotate")
			.headers((headers) -> headers.setBearerAuth(TestKeys.OPERATOR))
			.contentType(MediaType.APPLICATION_JSON)
			.exchange()
			.expectStatus()
			.isOk();
		this.client.list(before.accessToken()).expectStatus().isOk();
		this.client.list(this.client.signIn(user).accessToken()).expectStatus().isOk();
		assertThat(this.client.web()
			.get()
			.uri("/.well-known/jwks.json")
			.exchange()
			.returnResult(String.class)
			.getResponseBody()
			.blockFirst()).contains("\"kid\"").doesNotContain("\"d\"");
		this.client.management()
			.post()
			.uri("/actuator/reseal")
			.headers((headers) -> headers.setBearerAuth(TestKeys.OPERATOR))
			.contentType(MediaType.APPLICATION_JSON)
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.resealed")
			.isEqualTo(2);
	}

	private ResponseSpec refresh(Tokens tokens, @Nullable String device) {
		return this.client.web()
			.post()
			.uri("/api/v1/sessions/refresh")
			.contentType(MediaType.APPLICATION_JSON)
			.headers((headers) -> {
				if (device != null) {
					headers.set("Rollcall-Device", device);
				}
			})
			.bodyValue(Map.of("refreshToken", tokens.refreshToken()))
			.exchange();
	}

	private ResponseSpec signIn(TestUser user, String password, @Nullable String device) {
		return this.client.web()
			.post()
			.uri("/api/v1/sessions")
			.contentType(MediaType.APPLICATION_JSON)
			.headers((headers) -> {
				if (device != null) {
					headers.set("Rollcall-Device", device);
				}
			})
			.bodyValue(Map.of("email", user.email(), "password", password))
			.exchange();
	}

	private static int status(ResponseSpec response) {
		return response.returnResult(String.class).getStatus().value();
	}

	private static byte[] bytes(ByteBuffer buffer) {
		byte[] bytes = new byte[buffer.remaining()];
		buffer.duplicate().get(bytes);
		return bytes;
	}

}
