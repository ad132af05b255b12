package dev.rollcall.registration.account;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import dev.rollcall.event.ActorType;
import dev.rollcall.event.Origin;
import dev.rollcall.event.PasswordCredential;
import dev.rollcall.event.UserRegistered;
import dev.rollcall.event.UserState;
import dev.rollcall.event.UserStatus;
import dev.rollcall.registration.account.Client.Answer;
import dev.rollcall.registration.throttle.Throttle;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Service
class RegistrationIntegrationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private static final List<String> TOPICS = List.of("rollcall-user-events", "rollcall-users",
			"rollcall-user-credentials");

	@LocalServerPort
	private int port;

	@Autowired
	private ReactiveMongoTemplate mongo;

	@Autowired
	private LaggingStore store;

	@Autowired
	private Throttle throttle;

	private Client client;

	@BeforeEach
	void connect() {
		this.client = new Client(this.port);
		await().atMost(TIMEOUT)
			.until(() -> this.client.register(Client.registration(Client.anEmail())).status() == 201);
	}

	@AfterEach
	void replicateAtOnce() {
		this.store.lag(MongoAccounts.COLLECTION, Duration.ZERO);
	}

	@Test
	void answerIsTheNewAccount() {
		String email = "Ada+" + Client.anEmail();
		Answer answer = this.client.register(Client.registration(email), "Correlation-Id", "my-request.1");
		assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
		assertThat(answer.json().propertyNames()).containsExactly("userId", "email", "displayName", "locale", "status",
				"emailVerified", "registeredAt");
		assertThat(UUID.fromString(answer.text("userId")).version()).isEqualTo(7);
		assertThat(answer.text("email")).isEqualTo(email);
		assertThat(answer.text("displayName")).isEqualTo("Ada");
		assertThat(answer.text("locale")).isEqualTo("en-GB");
		assertThat(answer.text("status")).isEqualTo("active");
		assertThat(answer.json().path("emailVerified").booleanValue()).isFalse();
		assertThat(Instant.parse(answer.text("registeredAt"))).isBetween(Instant.now().minus(TIMEOUT), Instant.now());
		assertThat(answer.header("Location")).isEqualTo("/api/v1/users/me");
		assertThat(answer.header("Rollcall-Consistency")).matches("[A-Za-z0-9_-]{80,}\\.[A-Za-z0-9_-]{20,}");
		assertThat(answer.header("Correlation-Id")).isEqualTo("my-request.1");
	}

	@Test
	void accountAndItsMessagesAreOneDocument() {
		String email = Client.anEmail();
		String userId = this.client.register(Client.registration(email)).text("userId");
		Document account = account(userId);
		assertThat(account).containsKeys("_id", "revision", "version", "email", "profile", "status", "roles",
				"credential", "registeredAt");
		assertThat(account.get("email", Document.class)).containsOnlyKeys("address", "canonical", "since",
				"verifiedAt");
		assertThat(account.get("credential", Document.class)).containsEntry("version", 1L)
			.containsEntry("passwordVersion", 1L);
		assertThat(new Argon2PasswordEncoder(16, 32, 1, 19456, 2).matches(Client.PASSWORD,
				account.get("credential", Document.class).getString("hash")))
			.isTrue();
		await().atMost(TIMEOUT)
			.untilAsserted(() -> assertThat(account(userId)).doesNotContainKeys("outboxSlot", "outboxSince"));
	}

	@Test
	void exactlyThreeRecordsArePublished() throws GeneralSecurityException {
		String email = "User-" + Client.anEmail();
		Answer answer = this.client.register(Client.registration(email), "Correlation-Id", "three-records");
		String userId = answer.text("userId");
		String marker = this.client.register(Client.registration(Client.anEmail())).text("userId");
		TOPICS.forEach((topic) -> await().atMost(TIMEOUT)
			.until(() -> !Topics.of(topic, marker).isEmpty() && !Topics.of(topic, userId).isEmpty()));

		UserRegistered event = single("rollcall-user-events", userId, UserRegistered.class);
		assertThat(event.getUserId()).hasToString(userId);
		assertThat(event.getEventId().version()).isEqualTo(7);
		assertThat(event.getUserVersion()).isOne();
		assertThat(event.getOrigin()).isEqualTo(Origin.SELF);
		assertThat(event.getActor().getType()).isEqualTo(ActorType.USER);
		assertThat(event.getActor().getId()).hasToString(userId);
		assertThat(event.getCorrelationId()).isEqualTo("three-records");
		assertThat(event.getCausationId()).isNull();
		assertThat(event.getOccurredAt()).hasToString(answer.text("registeredAt"));

		UserState state = single("rollcall-users", userId, UserState.class);
		assertThat(event.getState()).isEqualTo(state);
		assertThat(state.getVersion()).isOne();
		assertThat(state.getEmail().getAddress()).isEqualTo(email);
		assertThat(state.getEmail().getCanonical()).isEqualTo(email.toLowerCase(Locale.ROOT));
		assertThat(state.getEmail().getVerifiedAt()).isNull();
		assertThat(state.getDisplayName()).isEqualTo("Ada");
		assertThat(state.getLocale()).isEqualTo("en-GB");
		assertThat(state.getStatus()).isEqualTo(UserStatus.ACTIVE);
		assertThat(state.getRoles()).isEmpty();

		PasswordCredential credential = single("rollcall-user-credentials", userId, PasswordCredential.class);
		assertThat(credential.getCredentialVersion()).isOne();
		assertThat(credential.getPasswordVersion()).isOne();
		assertThat(unsealed(credential, userId))
			.isEqualTo(account(userId).get("credential", Document.class).getString("hash"));
	}

	@Test
	void secretsAreInNoTopicThatEveryoneReads() {
		String userId = this.client.register(Client.registration(Client.anEmail())).text("userId");
		TOPICS.forEach((topic) -> {
			await().atMost(TIMEOUT).until(() -> !Topics.of(topic, userId).isEmpty());
			assertThat(Topics.all(topic).toString()).doesNotContain(Client.PASSWORD, "$argon2id$");
		});
	}

	@Test
	void takenEmailIsRefusedInAnyForm() {
		String email = Client.anEmail();
		this.client.register(Client.registration(email));
		Answer answer = this.client.register(Client.registration(email.toUpperCase(Locale.ROOT)));
		assertThat(answer.status()).isEqualTo(409);
		assertThat(answer.problem()).isEqualTo("email-taken");
		assertThat(answer.text("instance")).isEqualTo("/api/v1/registrations");
		assertThat(answer.text("correlationId")).isEqualTo(answer.header("Correlation-Id"));
	}

	@Test
	void oneOfSeveralParallelRegistrationsOfAnEmailWins() {
		String email = Client.anEmail();
		List<Integer> statuses = parallel(20,
				(index) -> this.client
					.registering(Client.registration((index % 2 == 0) ? email : email.toUpperCase(Locale.ROOT))))
			.stream()
			.map(Answer::status)
			.sorted()
			.toList();
		assertThat(statuses.get(0)).isEqualTo(201);
		assertThat(statuses.subList(1, 20)).containsOnly(409);
	}

	@Test
	void repeatWithTheSameKeyGetsTheSameAnswer() {
		String body = Client.registration(Client.anEmail());
		String key = UUID.randomUUID().toString();
		Answer first = this.client.register(body, "Idempotency-Key", key);
		Answer second = this.client.register(body, "Idempotency-Key", key);
		assertThat(first.status()).isEqualTo(201);
		assertThat(second.status()).isEqualTo(201);
		assertThat(second.json()).isEqualTo(first.json());
		assertThat(account(first.text("userId")).toJson()).doesNotContain(key);
	}

	@Test
	void parallelRepeatsGetTheSameAnswer() {
		repeatAtOnce(10);
	}

	private void repeatAtOnce(int times) {
		String body = Client.registration(Client.anEmail());
		String key = UUID.randomUUID().toString();
		List<Answer> answers = parallel(times, (index) -> this.client.registering(body, "Idempotency-Key", key));
		assertThat(answers).allMatch((answer) -> answer.status() == 201)
			.extracting((answer) -> answer.text("userId"))
			.containsOnly(answers.get(0).text("userId"));
	}

	@Test
	void repeatDuringTheMajorityWaitOfTheFirstGetsTheSameAnswer() {
		this.store.lag(MongoAccounts.COLLECTION, Duration.ofSeconds(1));
		repeatAtOnce(3);
	}

	@Test
	void sameKeyWithAnotherRequestIsRefused() {
		String key = UUID.randomUUID().toString();
		String email = Client.anEmail();
		this.client.register(Client.registration(email), "Idempotency-Key", key);
		Answer otherUser = this.client.register(Client.registration(Client.anEmail()), "Idempotency-Key", key);
		Answer otherPassword = this.client.register(Client.registration(email).replace("staple", "stable"),
				"Idempotency-Key", key);
		assertThat(otherUser.status()).as(otherUser.toString()).isEqualTo(422);
		assertThat(otherUser.problem()).isEqualTo("idempotency-key-reused");
		assertThat(otherPassword.status()).isEqualTo(422);
	}

	@Test
	void otherKeyDoesNotFreeATakenEmail() {
		String body = Client.registration(Client.anEmail());
		this.client.register(body, "Idempotency-Key", "first-" + UUID.randomUUID());
		Answer answer = this.client.register(body, "Idempotency-Key", "second-" + UUID.randomUUID());
		assertThat(answer.status()).isEqualTo(409);
	}

	@Test
	void expiredKeyIsFree() {
		String key = UUID.randomUUID().toString();
		String userId = this.client.register(Client.registration(Client.anEmail()), "Idempotency-Key", key)
			.text("userId");
		Document expired = new Document("$set", new Document("idempotency.until", Date.from(Instant.EPOCH)));
		this.mongo.getCollection("accounts")
			.flatMap((accounts) -> Mono.from(accounts.updateOne(new Document("_id", userId), expired)))
			.block(TIMEOUT);
		Answer second = this.client.register(Client.registration(Client.anEmail()), "Idempotency-Key", key);
		assertThat(second.status()).as(second.toString()).isEqualTo(201);
		assertThat(second.text("userId")).isNotEqualTo(userId);
		assertThat(account(userId)).doesNotContainKey("idempotency");
	}

	@Test
	void registrationsOfAnAddressAreLimited() {
		for (int i = 0; i < 100; i++) {
			this.throttle.registration("2001:db8:1:2::" + i).block(TIMEOUT);
		}
		String email = Client.anEmail();
		Answer refused = this.client.register(Client.registration(email), "Rollcall-Client-Address",
				"2001:db8:1:2:ffff::1");
		assertThat(refused.status()).isEqualTo(429);
		assertThat(refused.problem()).isEqualTo("too-many-attempts");
		assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(3500, 3602);
		Answer neighbour = this.client.register(Client.registration(email), "Rollcall-Client-Address",
				"2001:db8:1:3::1");
		assertThat(neighbour.status()).as("nothing was stored").isEqualTo(201);
	}

	private Document account(String userId) {
		return this.mongo.findById(userId, Document.class, "accounts").blockOptional(TIMEOUT).orElseThrow();
	}

	private static <T extends SpecificRecord> T single(String topic, String userId, Class<T> type) {
		List<ConsumerRecord<String, SpecificRecord>> records = Topics.of(topic, userId);
		assertThat(records).hasSize(1);
		return type.cast(records.get(0).value());
	}

	private static String unsealed(PasswordCredential credential, String userId) throws GeneralSecurityException {
		byte[] sealed = new byte[credential.getSealedHash().remaining()];
		credential.getSealedHash().duplicate().get(sealed);
		byte[] associated = ("rollcall-user-credentials/" + userId + "/1").getBytes(StandardCharsets.UTF_8);
		return new String(Platform.credentialAead().decrypt(sealed, associated), StandardCharsets.UTF_8);
	}

	private static List<Answer> parallel(int times, IntFunction<CompletableFuture<Answer>> call) {
		List<CompletableFuture<Answer>> calls = IntStream.range(0, times).mapToObj(call).toList();
		return calls.stream().map(CompletableFuture::join).toList();
	}

}
