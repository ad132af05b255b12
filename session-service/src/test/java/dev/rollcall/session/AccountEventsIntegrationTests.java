package dev.rollcall.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import dev.rollcall.event.ActorType;
import dev.rollcall.event.AllSessionsEnded;
import dev.rollcall.event.EndReason;
import dev.rollcall.event.SessionEnded;
import dev.rollcall.outbox.Outbox;
import dev.rollcall.projection.EventRecord;
import dev.rollcall.projection.Reaction;
import dev.rollcall.schemas.Consumer;
import dev.rollcall.schemas.Topic;
import dev.rollcall.session.SessionClient.Tokens;
import org.apache.avro.specific.SpecificRecord;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * How changes of an account affect the user's sessions.
 */
@SessionServiceTest
class AccountEventsIntegrationTests {

	private static final Logger logger = LoggerFactory.getLogger(AccountEventsIntegrationTests.class);

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private static final String NEW_PASSWORD = "a quite different sentence";

	@Autowired
	SessionClient client;

	@Autowired
	ReactiveMongoTemplate mongo;

	@Autowired
	Reaction reaction;

	@Test
	void lockedUserIsSignedOutUntilUnlocked() {
		TestUser user = this.client.registered();
		Tokens tokens = this.client.signIn(user);
		Log.append(Topic.USER_EVENTS, user.id(), user.locked(2));
		awaitRefusedRefresh(tokens);
		assertThat(lastEnded(user, 4).getReason()).isEqualTo(EndReason.USER_LOCKED);
		this.client.signIn(user.email(), user.password(), user.consistencyToken(2)).expectStatus().isUnauthorized();
		Log.append(Topic.USER_EVENTS, user.id(), user.unlocked(3));
		await().atMost(TIMEOUT)
			.untilAsserted(() -> this.client.signIn(user.email(), user.password(), user.consistencyToken(3))
				.expectStatus()
				.isCreated());
	}

	@Test
	void deletedUserIsSignedOut() {
		TestUser user = this.client.registered();
		Tokens tokens = this.client.signIn(user);
		Log.append(Topic.USER_EVENTS, user.id(), user.deleted(2));
		awaitRefusedRefresh(tokens);
		assertThat(lastEnded(user, 5).getReason()).isEqualTo(EndReason.USER_DELETED);
		assertThat(Log.sessionEvents(user.id(), 5)).last().isInstanceOf(AllSessionsEnded.class);
		this.client.signIn(user.email(), user.password(), user.consistencyToken(2)).expectStatus().isUnauthorized();
	}

	@Test
	void copiesOfPublishedMessagesAreDeletedWithTheirUser() {
		TestUser user = this.client.registered();
		this.client.signIn(user);
		await().atMost(TIMEOUT).untilAsserted(() -> assertThat(copies(user)).isNotEmpty());
		Log.append(Topic.USER_EVENTS, user.id(), user.deleted(2));
		await().atMost(TIMEOUT)
			.untilAsserted(() -> assertThat(copies(user)).singleElement()
				.satisfies((copy) -> assertThat(copy.getBoolean("erases")).isTrue()));
	}

	private List<Document> copies(TestUser user) {
		return this.mongo
			.find(Query.query(Criteria.where("aggregateId").is(user.id().toString())), Document.class,
					"outbox_published")
			.collectList()
			.blockOptional(TIMEOUT)
			.orElseThrow();
	}

	@Test
	void changedPasswordEndsOtherSessions() {
		TestUser user = this.client.registered();
		Tokens kept = this.client.signIn(user);
		Tokens other = this.client.signIn(user);
		changePassword(user, UUID.fromString(kept.sessionId()));
		awaitRefusedRefresh(other);
		Tokens refreshed = SessionClient.tokens(this.client.refresh(kept.refreshToken()).expectStatus().isOk());
		assertThat(this.client.sessionIds(refreshed.accessToken())).containsExactly(kept.sessionId());
		await().atMost(TIMEOUT)
			.untilAsserted(() -> this.client.signIn(user.email(), NEW_PASSWORD, null).expectStatus().isCreated());
		this.client.signIn(user.email(), user.password(), null).expectStatus().isUnauthorized();
	}

	/** F20: the letter is redriven after a later event of its user. */
	@Test
	void redrivenChangeOfThePasswordEndsOldSessions() {
		TestUser user = this.client.registered();
		Tokens kept = this.client.signIn(user);
		Tokens old = this.client.signIn(user);
		Log.append(Topic.USER_CREDENTIALS, user.id(), user.credential(2, NEW_PASSWORD));
		apply(user.emailVerified(3), 3, user);
		Log.appendDeadLetter(Topic.USER_EVENTS, Consumer.SESSIONS, user.id(),
				user.passwordChanged(2, 2, UUID.fromString(kept.sessionId())));
		this.client.refresh(old.refreshToken()).expectStatus().isOk();

		this.client.management()
			.post()
			.uri("/actuator/deadletters/redrive")
			.contentType(MediaType.APPLICATION_JSON)
			.headers((headers) -> headers.setBearerAuth(TestKeys.OPERATOR))
			.exchange()
			.expectBody()
			.jsonPath("$.outcomes[?(@.outcome == 'redriven')]")
			.isNotEmpty();

		expectOnlyKept(user, kept, old);
	}

	/** F20: a repair publishes the lost event behind a later one. */
	@Test
	void changeOfThePasswordInARepairedLogEndsOldSessions() {
		TestUser user = this.client.registered();
		Tokens kept = this.client.signIn(user);
		Tokens old = this.client.signIn(user);
		apply(user.emailVerified(3), 3, user);

		Log.append(Topic.USER_EVENTS, user.id(), user.passwordChanged(2, 2, UUID.fromString(kept.sessionId())));

		awaitRefusedRefresh(old);
		expectOnlyKept(user, kept, old);
	}

	/** F20: a lost lock comes after the unlock. */
	@Test
	void lateLockEndsTheSessionsThatStartedBeforeItOnly() {
		TestUser user = this.client.registered();
		Tokens before = this.client.signIn(user);
		apply(user.unlocked(3), 3, user);
		Tokens after = this.client.signIn(user);

		Log.append(Topic.USER_EVENTS, user.id(), user.locked(2));

		awaitRefusedRefresh(before);
		assertThat(lastEnded(user, 5).getReason()).isEqualTo(EndReason.USER_LOCKED);
		this.client.refresh(after.refreshToken()).expectStatus().isOk();
	}

	private void apply(SpecificRecord event, long version, TestUser user) {
		Log.append(Topic.USER_EVENTS, user.id(), event);
		await().atMost(TIMEOUT).untilAsserted(() -> assertThat(document(user)).containsEntry("userVersion", version));
	}

	private void expectOnlyKept(TestUser user, Tokens kept, Tokens old) {
		this.client.refresh(old.refreshToken()).expectStatus().isUnauthorized();
		this.client.refresh(kept.refreshToken()).expectStatus().isOk();
		assertThat(lastEnded(user, 5).getReason()).isEqualTo(EndReason.PASSWORD_CHANGED);
	}

	/**
	 * The first event writes nothing; the sign-in knows the roles.
	 */
	@Test
	void gainedRoleEndsNoSession() {
		TestUser user = this.client.registered();
		Tokens tokens = this.client.signIn(user);
		apply(user.rolesChanged(2, List.of("admin", "support")), 2, user);
		this.client.refresh(tokens.refreshToken()).expectStatus().isOk();
	}

	/** After an import of a million users there must be nothing to do. */
	@Test
	void userWhoNeverSignsInHasNoDocument() {
		TestUser imported = TestUser.active();
		this.reaction.react(record(imported, Topic.USER_EVENTS, imported.registered()));
		this.reaction.react(record(imported, Topic.USER_CREDENTIALS, imported.credential()));
		assertThat(document(imported)).isNull();

		this.reaction.react(record(imported, Topic.USER_CREDENTIALS, imported.credential(2, NEW_PASSWORD)));
		assertThat(document(imported)).containsEntry("passwordVersion", 2L);
	}

	private static EventRecord record(TestUser user, Topic topic, SpecificRecord value) {
		return new EventRecord(topic.name(), 0, 0, user.id().toString(), value, Map.of());
	}

	private @Nullable Document document(TestUser user) {
		return this.mongo.findById(user.id().toString(), Document.class, "sessions").block(TIMEOUT);
	}

	/** A parked document must not stop the consumer, nor keep the sessions alive. */
	@Test
	void sessionsEndWhileTheOutboxIsFull() {
		TestUser user = this.client.registered();
		Tokens tokens = this.client.signIn(user);
		Query query = Query.query(Criteria.where("_id").is(user.id().toString()));
		this.mongo
			.updateFirst(query,
					Update.update("outboxParked", new Document("cause", "test"))
						.set("outbox", Collections.nCopies(2 * Outbox.CAPACITY, new Document())),
					"sessions")
			.block();

		Log.append(Topic.USER_EVENTS, user.id(), user.locked(2));

		awaitRefusedRefresh(tokens);
		this.mongo.remove(query, "sessions").block();
	}

	/**
	 * A session of a sign-in that verified the old password during a reset must end. Each
	 * reset comes at a random time during the sign-in.
	 */
	@Test
	void noSessionOfTheOldPasswordSurvivesAReset() {
		int resets = Integer.getInteger("resets", 20);
		int started = 0;
		for (int i = 0; i < resets; i++) {
			TestUser user = this.client.registered();
			List<CompletableFuture<HttpStatusCode>> signIns = new ArrayList<>();
			CompletableFuture<Void> reset = CompletableFuture.runAsync(() -> changePassword(user, null),
					CompletableFuture.delayedExecutor(ThreadLocalRandom.current().nextInt(200), TimeUnit.MILLISECONDS));
			for (int j = 0; j < 10; j++) {
				int delay = ThreadLocalRandom.current().nextInt(400);
				signIns.add(CompletableFuture.supplyAsync(() -> status(user),
						CompletableFuture.delayedExecutor(delay, TimeUnit.MILLISECONDS)));
			}
			reset.join();
			started += (int) signIns.stream()
				.map(CompletableFuture::join)
				.filter(HttpStatusCode::is2xxSuccessful)
				.count();
			Tokens later = await().atMost(TIMEOUT)
				.until(() -> this.client.signIn(user.email(), NEW_PASSWORD, user.consistencyToken(2))
					.returnResult(String.class)
					.getStatus()
					.is2xxSuccessful()
							? this.client.signIn(new TestUser(user.id(), user.email(), NEW_PASSWORD, user.status()))
							: null,
						(tokens) -> tokens != null);
			await().atMost(TIMEOUT)
				.untilAsserted(() -> assertThat(this.client.sessionIds(later.accessToken())).hasSize(2));
		}
		logger.info("{} sign-ins with the old password around {} resets, {} began a session", 10 * resets, resets,
				started);
		assertThat(started).isPositive();
	}

	@Test
	void lostRoleEndsSessionsAndAdministration() {
		TestUser administrator = this.client.registered();
		Tokens tokens = this.client.signIn(administrator);
		String other = "/api/v1/admin/users/" + UUID.randomUUID() + "/sessions/end";
		assertThat(post(other, tokens)).isEqualTo(204);
		Log.append(Topic.USER_EVENTS, administrator.id(), administrator.rolesChanged(2, List.of()));
		awaitRefusedRefresh(tokens);
		assertThat(lastEnded(administrator, 4).getReason()).isEqualTo(EndReason.ROLES_CHANGED);
		await().atMost(TIMEOUT).untilAsserted(() -> assertThat(post(other, tokens)).isEqualTo(403));
		Tokens later = SessionClient.tokens(
				this.client.signIn(administrator.email(), administrator.password(), administrator.consistencyToken(2))
					.expectStatus()
					.isCreated());
		assertThat(post(other, later)).isEqualTo(403);
	}

	@Test
	void lockedAdministratorIsForbiddenInSpiteOfTheToken() {
		TestUser administrator = this.client.registered();
		Tokens tokens = this.client.signIn(administrator);
		Log.append(Topic.USER_EVENTS, administrator.id(), administrator.locked(2));
		await().atMost(TIMEOUT)
			.untilAsserted(() -> assertThat(post("/api/v1/admin/users/" + UUID.randomUUID() + "/sessions/end", tokens))
				.isEqualTo(403));
	}

	@Test
	void administratorEndsAllSessionsOfAUser() {
		TestUser user = this.client.registered();
		Tokens tokens = this.client.signIn(user);
		TestUser administrator = this.client.registered();
		this.client.web()
			.post()
			.uri("/api/v1/admin/users/" + user.id() + "/sessions/end")
			.contentType(MediaType.APPLICATION_JSON)
			.headers((headers) -> headers.setBearerAuth(this.client.signIn(administrator).accessToken()))
			.exchange()
			.expectStatus()
			.isNoContent();
		this.client.refresh(tokens.refreshToken()).expectStatus().isUnauthorized();
		assertThat(Log.sessionEvents(user.id(), 5)).last()
			.isInstanceOfSatisfying(AllSessionsEnded.class,
					(all) -> assertThat(all.getActor().getId()).isEqualTo(administrator.id()));
		SessionEnded ended = lastEnded(user, 5);
		assertThat(ended.getReason()).isEqualTo(EndReason.ENDED_BY_ADMINISTRATOR);
		assertThat(ended.getActor().getType()).isEqualTo(ActorType.ADMINISTRATOR);
		assertThat(ended.getActor().getId()).isEqualTo(administrator.id());
	}

	private int post(String path, Tokens caller) {
		return this.client.web()
			.post()
			.uri(path)
			.headers((headers) -> headers.setBearerAuth(caller.accessToken()))
			.exchange()
			.returnResult(String.class)
			.getStatus()
			.value();
	}

	private HttpStatusCode status(TestUser user) {
		return this.client.signIn(user.email(), user.password(), null).returnResult(String.class).getStatus();
	}

	private void changePassword(TestUser user, @Nullable UUID kept) {
		Log.append(Topic.USER_EVENTS, user.id(), user.passwordChanged(2, 2, kept));
		Log.append(Topic.USER_CREDENTIALS, user.id(), user.credential(2, NEW_PASSWORD));
	}

	private void awaitRefusedRefresh(Tokens tokens) {
		await().atMost(TIMEOUT)
			.until(() -> this.client.refresh(tokens.refreshToken())
				.returnResult(String.class)
				.getStatus()
				.value() == 401);
	}

	private static SessionEnded lastEnded(TestUser user, int count) {
		List<SpecificRecord> events = Log.sessionEvents(user.id(), count);
		return (SessionEnded) events.stream()
			.filter(SessionEnded.class::isInstance)
			.reduce((first, second) -> second)
			.orElseThrow();
	}

}
