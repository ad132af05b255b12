package dev.rollcall.session;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import dev.rollcall.event.UserStatus;
import dev.rollcall.schemas.Topic;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

@SessionServiceTest
class SignInIntegrationTests {

	@Autowired
	SessionClient client;

	@Test
	void userSignsInOnceTheEventsHaveArrived() {
		TestUser user = this.client.registered();

		Map<String, Object> body = SessionClient
			.json(this.client.signIn(user.email().toUpperCase(Locale.ROOT), user.password(), null)
				.expectStatus()
				.isCreated()
				.expectHeader()
				.exists("Correlation-Id")
				.expectHeader()
				.doesNotExist("Rollcall-Consistency"));

		assertThat(body).containsEntry("userId", user.id().toString())
			.containsEntry("tokenType", "Bearer")
			.containsOnlyKeys("sessionId", "userId", "accessToken", "tokenType", "expiresIn", "refreshToken",
					"refreshExpiresIn");
		assertThat((Integer) body.get("expiresIn")).isBetween(270, 300);
		assertThat((Integer) body.get("refreshExpiresIn")).isBetween(14 * 86400 * 9 / 10 - 30, 14 * 86400);
	}

	@Test
	void longPasswordThatWasHashedAsTypedSignsIn() {
		String typed = "cafe\u0301\u00A0".repeat(1020 / 6) + "1234";
		TestUser user = new TestUser(TestUser.active().id(), UUID.randomUUID() + "@example.com", typed,
				UserStatus.ACTIVE);
		Log.register(user);

		this.client.awaitSignIn(user);

		this.client.signIn(user.email(), "x" + typed.substring(1), null).expectStatus().isUnauthorized();
	}

	@Test
	void wrongPasswordUnknownUserAndLockedUserGetTheSameAnswer() {
		TestUser user = this.client.registered();
		TestUser locked = TestUser.locked();
		Log.register(locked);

		Map<String, Object> wrong = SessionClient.refusal(this.client.signIn(user.email(), "wrong", null));
		Map<String, Object> unknown = SessionClient.refusal(this.client.signIn("nobody@example.com", "wrong", null));
		Map<String, Object> blocked = SessionClient
			.refusal(this.client.signIn(locked.email(), locked.password(), locked.consistencyToken(1)));

		assertThat(wrong).isEqualTo(unknown)
			.isEqualTo(blocked)
			.containsEntry("type", "https://rollcall.dev/problems/invalid-credentials")
			.containsEntry("status", 401);
	}

	@Test
	void signInWaitsForTheVersionsOfItsConsistencyToken() {
		TestUser user = TestUser.active();
		CompletableFuture<ResponseSpec> signIn = CompletableFuture
			.supplyAsync(() -> this.client.signIn(user.email(), user.password(), user.consistencyToken(1)));

		Log.register(user);

		signIn.join().expectStatus().isCreated().expectHeader().valueEquals("Rollcall-Consistency", "done");
	}

	@Test
	void signInIsUnavailableWhileTheVersionsDoNotArrive() {
		TestUser user = this.client.registered();

		this.client.signIn(user.email(), user.password(), user.consistencyToken(2))
			.expectStatus()
			.isEqualTo(503)
			.expectHeader()
			.valueEquals("Retry-After", "1")
			.expectHeader()
			.doesNotExist("Rollcall-Consistency");
	}

	@Test
	void consistencyTokenOfAnotherEmailOrForgedIsIgnored() {
		TestUser user = this.client.registered();
		TestUser other = TestUser.active();

		for (String token : new String[] { other.consistencyToken(1), "x.y", user.consistencyToken(1) + "A" }) {
			this.client.signIn(user.email(), user.password(), token)
				.expectStatus()
				.isCreated()
				.expectHeader()
				.doesNotExist("Rollcall-Consistency");
		}
	}

	@Test
	void refusedSignInSettlesTheConsistencyTokenToo() {
		TestUser user = this.client.registered();

		this.client.signIn(user.email(), "wrong", user.consistencyToken(1))
			.expectStatus()
			.isUnauthorized()
			.expectHeader()
			.valueEquals("Rollcall-Consistency", "done");
	}

	@Test
	void addressOfTwoAccountsBelongsToTheLaterOne() {
		TestUser former = this.client.registered();
		TestUser fresh = new TestUser(TestUser.active().id(), former.email(), "another password", former.status());
		Log.append(Topic.USER_EVENTS, fresh.id(), fresh.registered(1, Instant.now().plusSeconds(60)));
		Log.append(Topic.USER_CREDENTIALS, fresh.id(), fresh.credential());

		this.client.awaitSignIn(fresh);

		this.client.signIn(former.email(), former.password(), null).expectStatus().isUnauthorized();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					{                                                       | body malformed
					[]                                                      | body invalid
					                                                        | body required
					{}                                                      | email required,password required
					{"email":"ada@example.com"}                             | password required
					{"email":"","password":""}                              | email invalid,password invalid
					{"email":"ada","password":"x"}                          | email invalid
					{"email":{"$gt":""},"password":"x"}                     | email invalid
					{"email":"ada@example.com","password":"x","roles":[]}   | roles unknown
					{"email":"ada@example.com","password":"x","email":"b"}  | body malformed
					{"email":5,"password":null,"color":1,"shade":2}         | color unknown,shade unknown,email invalid,password required
					""")
	void badBodyIsRefusedNamingEveryField(String body, String errors) {
		Map<String, Object> problem = SessionClient.json(post((body != null) ? body : "").expectStatus()
			.isBadRequest()
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON));

		assertThat(problem).containsEntry("type", "https://rollcall.dev/problems/invalid-request");
		assertThat((List<?>) problem.get("errors")).extracting("field", "code")
			.containsExactlyInAnyOrder(Stream.of(errors.split(","))
				.map((error) -> tuple((Object[]) error.split(" ")))
				.toArray(Tuple[]::new));
	}

	@Test
	void overLongFieldsAreRefused() {
		for (Map<String, String> body : List.of(Map.of("email", "a".repeat(250) + "@example.com", "password", "x"),
				Map.of("email", "ada@example.com", "password", "x".repeat(1025)),
				Map.of("email", "ada@example.com", "password", "x", "device", "x".repeat(101)))) {
			ResponseSpec response = this.client.web()
				.post()
				.uri("/api/v1/sessions")
				.contentType(MediaType.APPLICATION_JSON)
				.bodyValue(body)
				.exchange();
			assertThat(SessionClient.json(response.expectStatus().isBadRequest()).get("errors").toString())
				.contains("too-long");
		}
	}

	@Test
	void otherContentTypeIsRefused() {
		this.client.web()
			.post()
			.uri("/api/v1/sessions")
			.contentType(MediaType.TEXT_PLAIN)
			.bodyValue("{}")
			.exchange()
			.expectStatus()
			.isEqualTo(415)
			.expectBody()
			.jsonPath("$.type")
			.isEqualTo("https://rollcall.dev/problems/unsupported-media-type");
	}

	@Test
	void bodyOverTheLimitIsRefusedAlsoChunked() {
		post("{\"email\":\"" + "a".repeat(70_000) + "\"}").expectStatus().isEqualTo(413);

		DataBuffer chunk = DefaultDataBufferFactory.sharedInstance.wrap(ByteBuffer.wrap(new byte[8192]));
		this.client.web()
			.post()
			.uri("/api/v1/sessions")
			.contentType(MediaType.APPLICATION_JSON)
			.body(Flux.just(chunk).repeat(20), DataBuffer.class)
			.exchange()
			.expectStatus()
			.isEqualTo(413)
			.expectBody()
			.jsonPath("$.type")
			.isEqualTo("https://rollcall.dev/problems/payload-too-large");
	}

	@Test
	void correlationIdIsReturnedUnlessItIsMalformed() {
		this.client.web()
			.get()
			.uri("/.well-known/jwks.json")
			.header("Correlation-Id", "abc-1")
			.exchange()
			.expectHeader()
			.valueEquals("Correlation-Id", "abc-1");
		this.client.web()
			.get()
			.uri("/.well-known/jwks.json")
			.header("Correlation-Id", "not allowed")
			.exchange()
			.expectHeader()
			.value("Correlation-Id", (id) -> assertThat(id).hasSize(36));
	}

	private ResponseSpec post(String body) {
		return this.client.web()
			.post()
			.uri("/api/v1/sessions")
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(body)
			.exchange();
	}

}
