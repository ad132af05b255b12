package dev.rollcall.registration.account;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import dev.rollcall.event.Actor;
import dev.rollcall.event.ActorType;
import dev.rollcall.event.AllSessionsEnded;
import dev.rollcall.event.CredentialUpgraded;
import dev.rollcall.event.DeletionReason;
import dev.rollcall.event.DeletionNoticeRequested;
import dev.rollcall.event.EmailChangeRequested;
import dev.rollcall.event.EmailChangeUndoOffered;
import dev.rollcall.event.PasswordCredential;
import dev.rollcall.event.PasswordResetRequested;
import dev.rollcall.event.UserDeleted;
import dev.rollcall.event.UserEmailChanged;
import dev.rollcall.event.UserEmailVerified;
import dev.rollcall.event.UserLocked;
import dev.rollcall.event.UserPasswordChanged;
import dev.rollcall.event.UserProfileChanged;
import dev.rollcall.event.UserRegistered;
import dev.rollcall.event.UserRolesChanged;
import dev.rollcall.event.UserUnlocked;
import dev.rollcall.event.VerificationRequested;
import dev.rollcall.outbox.Outbox;
import dev.rollcall.registration.account.Client.Answer;
import dev.rollcall.schemas.AssociatedData;
import dev.rollcall.schemas.ConsistencyToken;
import dev.rollcall.schemas.DeviceToken;
import dev.rollcall.schemas.Topic;
import dev.rollcall.schemas.UserId;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Each command on an account, from the request to the records in the topics.
 */
@Service
class AccountChangeIntegrationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final String NEW_PASSWORD = "a quite different, longer sentence";

	private static final String VERIFICATIONS = "/api/v1/email-verifications";

	@Autowired
	private AccountCommands commands;

	@Autowired
	private LaggingStore store;

	@Autowired
	private ReactiveMongoTemplate mongo;

	@Autowired
	private MeterRegistry meters;

	@LocalServerPort
	private int port;

	private Client client;

	private String user;

	private String email;

	private String token;

	@AfterEach
	void replicateAtOnce() {
		this.store.lag(MongoAccounts.COLLECTION, Duration.ZERO);
	}

	@BeforeEach
	void register() {
		this.client = new Client(this.port);
		this.email = Client.anEmail();
		Answer registered = await().atMost(TIMEOUT)
			.until(() -> this.client.register(Client.registration(this.email)), (answer) -> answer.status() == 201);
		this.user = registered.text("userId");
		this.token = Platform.TOKENS.of(this.user);
	}

	@Test
	void parallelCommandsAreAllWrittenWhileMajorityReadsLag() {
		this.store.lag(MongoAccounts.COLLECTION, Duration.ofMillis(20));
		List<Long> versions = Flux.range(0, 10)
			.flatMap((i) -> this.commands.run(UserId.of(this.user), Cause.bySystem("test"),
					(account, now) -> account.changeProfile(new Profile("Ada " + i, null))))
			.map(Account::version)
			.collectList()
			.block(TIMEOUT);
		assertThat(versions).containsExactlyInAnyOrder(2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L);
	}

	@Test
	void profileIsPatched() {
		Answer answer = this.client.call("PATCH", AccountController.ME, this.token, Map.of("displayName", "Countess"));
		assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
		assertThat(answer.text("displayName")).isEqualTo("Countess");
		assertThat(answer.text("locale")).isEqualTo("en-GB");
		assertThat(answer.header(ConsistencyToken.HEADER)).isNotEmpty();
		Map<String, Object> removal = new HashMap<>();
		removal.put("displayName", null);
		assertThat(this.client.call("PATCH", AccountController.ME, this.token, removal).text("displayName")).isEmpty();
		assertThat(events(3).get(2)).isInstanceOfSatisfying(UserProfileChanged.class, (event) -> {
			assertThat(event.getUserVersion()).isEqualTo(3);
			assertThat(event.getState().getDisplayName()).isNull();
			assertThat(event.getActor().getType()).isEqualTo(ActorType.USER);
		});
	}

	@Test
	void unchangedProfilePublishesNothing() {
		this.client.call("PATCH", AccountController.ME, this.token, Map.of("displayName", "Ada"));
		this.client.call("PATCH", AccountController.ME, this.token, Map.of("displayName", "Byron"));
		assertThat(events(2)).hasSize(2);
	}

	@Test
	void fieldThatIsNotTheUsersIsRefused() {
		for (String field : List.of("roles", "id", "userId", "status", "emailVerified", "version", "email")) {
			Answer answer = this.client.call("PATCH", AccountController.ME, this.token, Map.of(field, "x"));
			assertThat(answer.status()).as(field).isEqualTo(400);
		}
		assertThat(this.client.me(this.token).text("displayName")).isEqualTo("Ada");
	}

	@Test
	void passwordIsChangedAndKeepsTheSession() {
		UUID session = UUID.randomUUID();
		Answer answer = this.client.call("POST", AccountController.ME + "/password",
				Platform.TOKENS.ofSession(this.user, session),
				Map.of("currentPassword", Client.PASSWORD, "newPassword", NEW_PASSWORD));
		assertThat(answer.status()).as(answer.toString()).isEqualTo(204);
		assertThat(events(2).get(1)).isInstanceOfSatisfying(UserPasswordChanged.class, (event) -> {
			assertThat(event.getPasswordVersion()).isEqualTo(2);
			assertThat(event.getKeptSessionId()).isEqualTo(session);
		});
		await().atMost(TIMEOUT).until(() -> Topics.of(Topic.USER_CREDENTIALS.name(), this.user).size() == 2);
		assertThat(change(Client.PASSWORD, "yet another long sentence").status()).isEqualTo(400);
		assertThat(change(NEW_PASSWORD, "yet another long sentence").status()).isEqualTo(204);
	}

	@Test
	void wrongOrGuessablePasswordChangesNothing() {
		Answer wrong = change("not the password", NEW_PASSWORD);
		assertThat(wrong.status()).isEqualTo(400);
		assertThat(wrong.json().at("/errors/0/code").asString()).isEqualTo("wrong");
		Answer weak = change(Client.PASSWORD, "password1");
		assertThat(weak.json().at("/errors/0/code").asString()).isEqualTo("weak");
		assertThat(weak.json().at("/errors/0/field").asString()).isEqualTo("newPassword");
	}

	@Test
	void tooManyPasswordsAreRefused() {
		for (int i = 0; i < 10; i++) {
			assertThat(change("not the password " + i, NEW_PASSWORD).status()).isEqualTo(400);
		}
		Answer refused = change(Client.PASSWORD, NEW_PASSWORD);
		assertThat(refused.status()).isEqualTo(429);
		assertThat(refused.problem()).isEqualTo("too-many-attempts");
		assertThat(Long.parseLong(refused.header("Retry-After"))).isBetween(1L, 901L);
	}

	@Test
	void addressIsVerifiedAndTheSameLinkIsAcceptedAgain() {
		String link = Mailbox.token(this.user, VerificationRequested.class, 1);
		assertThat(open(link)).isEqualTo(204);
		assertThat(this.client.me(this.token).json().path("emailVerified").asBoolean()).isTrue();
		assertThat(open(link)).isEqualTo(204);
		this.client.call("PATCH", AccountController.ME, this.token, Map.of("displayName", "Marker"));
		assertThat(events(3)).extracting((event) -> (Object) event.getClass())
			.containsExactly(UserRegistered.class, UserEmailVerified.class, UserProfileChanged.class);
	}

	@Test
	void everyVerificationLinkIsValidWhileTheAddressIsCurrent() {
		String first = Mailbox.token(this.user, VerificationRequested.class, 1);
		assertThat(this.client.call("POST", VERIFICATIONS + "/requests", this.token, Map.of()).status()).isEqualTo(202);
		String second = Mailbox.token(this.user, VerificationRequested.class, 2);
		assertThat(open(first)).isEqualTo(204);
		assertThat(open(second)).isEqualTo(204);
	}

	@Test
	void addressChangesAfterVerificationAndTheChangeIsUndone() {
		verifyEmail();
		String wanted = Client.anEmail();
		assertThat(changeEmail(wanted).status()).isEqualTo(202);
		assertThat(this.client.me(this.token).text("email")).isEqualTo(this.email);
		assertThat(open(Mailbox.token(this.user, VerificationRequested.class, 2))).isEqualTo(204);
		assertThat(this.client.me(this.token).text("email")).isEqualTo(wanted);
		assertThat(events(3).get(2)).isInstanceOfSatisfying(UserEmailChanged.class,
				(event) -> assertThat(event.getFormerAddress()).isEqualTo(this.email));
		String undo = Mailbox.token(this.user, EmailChangeUndoOffered.class, 1);
		assertThat(open(undo)).isEqualTo(204);
		assertThat(this.client.me(this.token).text("email")).isEqualTo(this.email);
		assertThat(open(undo)).isEqualTo(400);
	}

	@Test
	void undoEndsAllSessionsAndLeavesNoPasswordUntilItIsReset() {
		verifyEmail();
		changeEmail(Client.anEmail());
		open(Mailbox.token(this.user, VerificationRequested.class, 2));
		assertThat(open(Mailbox.token(this.user, EmailChangeUndoOffered.class, 1))).isEqualTo(204);
		assertThat(events(5).get(4)).isInstanceOfSatisfying(UserPasswordChanged.class, (event) -> {
			assertThat(event.getKeptSessionId()).isNull();
			assertThat(event.getPasswordVersion()).isEqualTo(2);
			assertThat(event.getState().getEmail().getAddress()).isEqualTo(this.email);
		});
		assertThat(change(Client.PASSWORD, NEW_PASSWORD).json().at("/errors/0/code").asString()).isEqualTo("wrong");
		PasswordCredential credential = (PasswordCredential) Topics.of(Topic.USER_CREDENTIALS.name(), this.user)
			.get(1)
			.value();
		assertThat(credential.getPasswordVersion()).isEqualTo(2);
		String recovery = Mailbox.token(this.user, PasswordResetRequested.class, 1);
		assertThat(reset(recovery)).isEqualTo(204);
		assertThat(change(NEW_PASSWORD, "yet another long sentence").status()).isEqualTo(204);
	}

	@Test
	void addressThatWasNeverVerifiedIsNotToldOfItsChange() {
		changeEmail(Client.anEmail());
		assertThat(open(Mailbox.token(this.user, VerificationRequested.class, 2))).isEqualTo(204);
		this.client.post("/api/v1/password-resets", Map.of("email", this.client.me(this.token).text("email")));
		Mailbox.token(this.user, PasswordResetRequested.class, 1);
		assertThat(Mailbox.mails(this.user, EmailChangeUndoOffered.class)).isEmpty();
	}

	@Test
	void currentAddressIsToldOfARequestedChange() {
		String link = Mailbox.token(this.user, VerificationRequested.class, 1);
		changeEmail(Client.anEmail());
		open(link);
		changeEmail(Client.anEmail());
		Mailbox.token(this.user, VerificationRequested.class, 3);
		List<EmailChangeRequested> told = Mailbox.mails(this.user, EmailChangeRequested.class);
		assertThat(told).extracting(EmailChangeRequested::getAddress).containsExactly(this.email, this.email);
		assertThat(told).extracting(EmailChangeRequested::getDisplayName)
			.as("no chosen text to an unverified address")
			.containsExactly(null, "Ada");
	}

	@Test
	void undoDisplacesAnUnverifiedAccountThatHasTheAddress() {
		String undo = changedByAThief();
		String taker = this.client.register(Client.registration(this.email)).text("userId");
		assertThat(open(undo)).isEqualTo(204);
		assertThat(this.client.me(this.token).text("email")).isEqualTo(this.email);
		assertThat(this.client.me(Platform.TOKENS.of(taker)).status()).isEqualTo(404);
		List<SpecificRecord> events = await().atMost(TIMEOUT).until(() -> events(taker), (found) -> found.size() == 2);
		assertThat(events.get(1)).isInstanceOfSatisfying(UserDeleted.class, (event) -> {
			assertThat(event.getActor().getType()).isEqualTo(ActorType.SYSTEM);
			assertThat(event.getReason()).isEqualTo(DeletionReason.DISPLACED);
		});
	}

	@Test
	void undoLeavesAVerifiedAccountThatHasTheAddress() {
		String undo = changedByAThief();
		String taker = this.client.register(Client.registration(this.email)).text("userId");
		assertThat(open(Mailbox.token(taker, VerificationRequested.class, 1))).isEqualTo(204);
		Answer answer = this.client.post(VERIFICATIONS, Map.of("token", undo));
		assertThat(answer.status()).isEqualTo(409);
		assertThat(answer.problem()).isEqualTo("email-taken");
		assertThat(this.client.me(Platform.TOKENS.of(taker)).text("email")).isEqualTo(this.email);
	}

	/** As after a crash between the deletion and the restoration. */
	@Test
	void undoLinkOutlivesTheDeletionOfTheAccountThatHadTheAddress() {
		String undo = changedByAThief();
		String taker = this.client.register(Client.registration(this.email)).text("userId");
		this.client.call("DELETE", AccountController.ME, Platform.TOKENS.of(taker),
				Map.of("password", Client.PASSWORD));
		assertThat(open(undo)).isEqualTo(204);
		assertThat(this.client.me(this.token).text("email")).isEqualTo(this.email);
	}

	@Test
	void requestedChangeOfAddressDoesNotSurviveAReset() {
		changeEmail(Client.anEmail());
		String link = Mailbox.token(this.user, VerificationRequested.class, 2);
		this.client.post("/api/v1/password-resets", Map.of("email", this.email));
		assertThat(reset(Mailbox.token(this.user, PasswordResetRequested.class, 1))).isEqualTo(204);
		assertThat(open(link)).isEqualTo(400);
		assertThat(this.client.me(this.token).text("email")).isEqualTo(this.email);
	}

	@Test
	void requestedChangeOfAddressDoesNotSurviveTheEndOfAllSessions() {
		changeEmail(Client.anEmail());
		String link = Mailbox.token(this.user, VerificationRequested.class, 2);
		UUID id = UUID.fromString(this.user);
		Topics.append(Topic.SESSION_EVENTS, this.user, new AllSessionsEnded(UUID.randomUUID(), id, Instant.now(),
				new Actor(ActorType.USER, id), "test", null, 1L, null));
		await().atMost(TIMEOUT).until(() -> !export().at("/account/links").toString().contains("email_change"));
		assertThat(open(link)).isEqualTo(400);
	}

	/** Nothing is published, so a parked account must not stop the consumer. */
	@Test
	void endOfAllSessionsIsAppliedWhileTheOutboxIsFull() {
		changeEmail(Client.anEmail());
		UUID id = UUID.fromString(this.user);
		withFullOutbox(() -> {
			Topics.append(Topic.SESSION_EVENTS, this.user, new AllSessionsEnded(UUID.randomUUID(), id, Instant.now(),
					new Actor(ActorType.USER, id), "test", null, 1L, null));
			await().atMost(TIMEOUT).until(() -> !export().at("/account/links").toString().contains("email_change"));
		});
	}

	@Test
	void newHashIsGivenUpWhileTheOutboxIsFull() {
		double before = givenUp();
		withFullOutbox(() -> {
			upgrade();
			await().atMost(TIMEOUT).until(() -> givenUp() == before + 1);
		});
		upgrade();
		await().atMost(TIMEOUT).until(() -> Topics.of(Topic.USER_CREDENTIALS.name(), this.user).size() == 2);
		assertThat(givenUp()).isEqualTo(before + 1);
	}

	private void upgrade() {
		UUID id = UUID.fromString(this.user);
		String hash = "$argon2id$v=19$m=19456,t=2,p=1$" + "A".repeat(22) + "$" + "A".repeat(43);
		try {
			byte[] sealed = Platform.credentialAead()
				.encrypt(hash.getBytes(StandardCharsets.UTF_8), AssociatedData.credentialUpgrade(id, 1));
			Topics.append(Topic.CREDENTIAL_UPGRADES, this.user, new CredentialUpgraded(UUID.randomUUID(), id,
					Instant.now(), new Actor(ActorType.USER, id), "test", null, 1L, ByteBuffer.wrap(sealed)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private double givenUp() {
		return this.meters.counter("rollcall.credential.upgrades.given.up").count();
	}

	private void withFullOutbox(Runnable test) {
		Query query = Query.query(Criteria.where("_id").is(this.user));
		Query published = Query.query(Criteria.where("_id").is(this.user).and("outbox.0").exists(false));
		await().atMost(TIMEOUT).until(() -> this.mongo.exists(published, MongoAccounts.COLLECTION).block(TIMEOUT));
		this.mongo
			.updateFirst(query,
					Update.update("outboxParked", new Document("cause", "test"))
						.set("outbox", Collections.nCopies(Outbox.CAPACITY, new Document())),
					MongoAccounts.COLLECTION)
			.block();
		try {
			test.run();
		}
		finally {
			this.mongo
				.updateFirst(query, new Update().unset("outboxParked").set("outbox", List.of()),
						MongoAccounts.COLLECTION)
				.block();
		}
	}

	@Test
	void recoveryOfAnUnverifiedAccountLeavesNothingOfItsRegistration() {
		this.client.post("/api/v1/password-resets", Map.of("email", this.email));
		assertThat(reset(Mailbox.token(this.user, PasswordResetRequested.class, 1))).isEqualTo(204);
		Answer me = this.client.me(this.token);
		assertThat(me.json().path("emailVerified").asBoolean()).isTrue();
		assertThat(me.text("displayName") + me.text("locale")).isEmpty();
		List<SpecificRecord> events = events(4);
		assertThat(events).extracting((event) -> (Object) event.getClass())
			.containsExactly(UserRegistered.class, UserProfileChanged.class, UserPasswordChanged.class,
					UserEmailVerified.class);
		assertThat(((UserPasswordChanged) events.get(2)).getState().getDisplayName()).isNull();
	}

	@Test
	void registrationIsNotRepeatedAfterARecovery() {
		String registration = Client.registration(Client.anEmail());
		String stranger = this.client.register(registration, "Idempotency-Key", "key-" + this.user).text("userId");
		this.client.post("/api/v1/password-resets",
				Map.of("email", this.client.me(Platform.TOKENS.of(stranger)).text("email")));
		assertThat(reset(Mailbox.token(stranger, PasswordResetRequested.class, 1))).isEqualTo(204);
		assertThat(this.client.register(registration, "Idempotency-Key", "key-" + this.user).status()).isEqualTo(409);
	}

	@Test
	void takenAddressIsRefused() {
		String taken = Client.anEmail();
		assertThat(this.client.register(Client.registration(taken)).status()).isEqualTo(201);
		assertThat(changeEmail(taken).status()).isEqualTo(202);
		String link = Mailbox.token(this.user, VerificationRequested.class, 2);
		Answer answer = this.client.post(VERIFICATIONS, Map.of("token", link));
		assertThat(answer.status()).isEqualTo(409);
		assertThat(this.client.me(this.token).text("email")).isEqualTo(this.email);
	}

	@Test
	void forgottenPasswordIsResetOnce() {
		assertThat(this.client.post("/api/v1/password-resets", Map.of("email", this.email)).status()).isEqualTo(202);
		String link = Mailbox.token(this.user, PasswordResetRequested.class, 1);
		Map<String, String> body = Map.of("token", link, "newPassword", NEW_PASSWORD);
		assertThat(this.client.post(VERIFICATIONS, Map.of("token", link)).status()).as("another purpose")
			.isEqualTo(400);
		List<Integer> statuses = Stream.generate(() -> this.client.posting("/api/v1/password-resets/confirm", body))
			.limit(5)
			.toList()
			.stream()
			.map((answer) -> answer.join().status())
			.sorted()
			.toList();
		assertThat(statuses).containsExactly(204, 400, 400, 400, 400);
		assertThat(events(4).get(2)).isInstanceOfSatisfying(UserPasswordChanged.class,
				(event) -> assertThat(event.getKeptSessionId()).isNull());
		assertThat(change(NEW_PASSWORD, "yet another long sentence").status()).isEqualTo(204);
	}

	@Test
	void resetReturnsADeviceOfTheNewPassword() throws GeneralSecurityException {
		this.client.post("/api/v1/password-resets", Map.of("email", this.email));
		String link = Mailbox.token(this.user, PasswordResetRequested.class, 1);
		Answer answer = this.client.post("/api/v1/password-resets/confirm",
				Map.of("token", link, "newPassword", NEW_PASSWORD));
		String text = answer.response().headers().firstValue(DeviceToken.HEADER).orElseThrow();
		DeviceToken.Claim claim = DeviceToken.read(text).orElseThrow();
		Platform.deviceMac()
			.verifyMac(claim.mac(), new DeviceToken(UserId.of(this.user), claim.device(), 2).macInput());
	}

	@Test
	void deviceOfAPasswordChangeStaysKnown() throws GeneralSecurityException {
		DeviceToken known = new DeviceToken(UserId.of(this.user), DeviceToken.newDevice(), 1);
		String text = known.text(Platform.deviceMac().computeMac(known.macInput()));
		Answer changed = this.client.postWith(AccountController.ME + "/password", this.token,
				Map.of("currentPassword", Client.PASSWORD, "newPassword", NEW_PASSWORD), DeviceToken.HEADER, text);
		DeviceToken.Claim claim = DeviceToken.read(changed.header(DeviceToken.HEADER)).orElseThrow();
		assertThat(claim.device()).isEqualTo(known.device());
		Platform.deviceMac().verifyMac(claim.mac(), new DeviceToken(known.userId(), known.device(), 2).macInput());
		Answer again = this.client.postWith(AccountController.ME + "/password", this.token,
				Map.of("currentPassword", NEW_PASSWORD, "newPassword", "yet another long sentence"), DeviceToken.HEADER,
				text);
		assertThat(again.status()).isEqualTo(204);
		assertThat(again.header(DeviceToken.HEADER)).as("for a token of an earlier password").isEmpty();
	}

	@Test
	void linkOfAnotherAccountOpensNothing() {
		String foreign = this.client.register(Client.registration(Client.anEmail())).text("userId");
		String link = Mailbox.token(foreign, VerificationRequested.class, 1);
		String mixed = Mailbox.token(this.user, VerificationRequested.class, 1).substring(0, 20) + link.substring(20);
		assertThat(this.client.post(VERIFICATIONS, Map.of("token", mixed)).status()).isEqualTo(400);
	}

	@Test
	void unknownAddressIsAnsweredAlike() {
		Answer known = this.client.post("/api/v1/password-resets", Map.of("email", this.email));
		Answer unknown = this.client.post("/api/v1/password-resets", Map.of("email", Client.anEmail()));
		assertThat(unknown.status()).isEqualTo(known.status()).isEqualTo(202);
		assertThat(unknown.response().body()).isEqualTo(known.response().body()).isEmpty();
	}

	@Test
	void fewRecoveryMailsAreSent() {
		for (int i = 0; i < 8; i++) {
			requestReset(this.email);
		}
		this.client.call("PATCH", AccountController.ME, this.token, Map.of("displayName", "Marker"));
		events(2);
		assertThat(Mailbox.mails(this.user, PasswordResetRequested.class)).as("after the one of the registration")
			.hasSize(5);
	}

	@Test
	void mailsToOneAddressAreCountedWhoeverCausesThem() {
		String target = Client.anEmail();
		List<String> strangers = List.of(this.user, newUser(Client.anEmail()), newUser(Client.anEmail()));
		for (String stranger : strangers) {
			for (int i = 0; i < 6; i++) {
				assertThat(changeEmail(stranger, target).status()).isEqualTo(202);
			}
		}
		String owner = newUser(target);
		for (int i = 0; i < 6; i++) {
			assertThat(
					this.client.call("POST", VERIFICATIONS + "/requests", Platform.TOKENS.of(owner), Map.of()).status())
				.isEqualTo(202);
			requestReset(target.replace("@", "+" + i + "@"));
			requestReset(target);
		}
		for (String one : List.of(this.user, strangers.get(1), strangers.get(2), owner)) {
			marker(one);
		}
		assertThat(strangers).flatExtracting((stranger) -> Mailbox.mails(stranger, VerificationRequested.class))
			.filteredOn((mail) -> mail.getAddress().equals(target))
			.hasSize(4);
		assertThat(Mailbox.mails(owner, VerificationRequested.class)).as("of the registration").hasSize(1);
		assertThat(Mailbox.mails(owner, PasswordResetRequested.class)).as("kept for the owner").hasSize(1);
	}

	@Test
	void registrationsAtATakenAddressUseUpNoMails() {
		for (int i = 0; i < 6; i++) {
			assertThat(this.client.register(Client.registration(this.email)).status()).isEqualTo(409);
		}
		assertThat(this.client.call("POST", VERIFICATIONS + "/requests", this.token, Map.of()).status()).isEqualTo(202);
		assertThat(Mailbox.token(this.user, VerificationRequested.class, 2)).isNotEmpty();
	}

	@Test
	void nameIsMailedToVerifiedAddressesOnly() {
		String target = Client.anEmail();
		changeEmail(target);
		requestReset(this.email);
		Mailbox.token(this.user, PasswordResetRequested.class, 1);
		String link = Mailbox.token(this.user, VerificationRequested.class, 2);
		assertThat(Mailbox.mails(this.user, VerificationRequested.class))
			.allMatch((mail) -> mail.getDisplayName() == null);
		assertThat(Mailbox.mails(this.user, PasswordResetRequested.class))
			.allMatch((mail) -> mail.getDisplayName() == null);
		assertThat(open(link)).isEqualTo(204);
		requestReset(target);
		Mailbox.token(this.user, PasswordResetRequested.class, 2);
		assertThat(Mailbox.mails(this.user, PasswordResetRequested.class).get(1).getDisplayName()).isEqualTo("Ada");
	}

	@Test
	void deletedAccountIsErasedAndItsAddressFree() {
		assertThat(
				this.client.call("DELETE", AccountController.ME, this.token, Map.of("password", "wrong one")).status())
			.isEqualTo(400);
		assertThat(this.client.call("DELETE", AccountController.ME, this.token, Map.of("password", Client.PASSWORD))
			.status()).isEqualTo(202);
		assertThat(this.client.me(this.token).status()).isEqualTo(404);
		assertThat(events(2).get(1)).isInstanceOfSatisfying(UserDeleted.class, (event) -> {
			assertThat(event.getState()).isNull();
			assertThat(event.getReason()).isEqualTo(DeletionReason.BY_USER);
		});
		for (Topic compacted : List.of(Topic.USERS, Topic.USER_CREDENTIALS)) {
			await().atMost(TIMEOUT).untilAsserted(() -> {
				List<ConsumerRecord<String, SpecificRecord>> records = Topics.of(compacted.name(), this.user);
				assertThat(records).hasSize(2);
				assertThat(records.get(1).value()).isNull();
			});
		}
		assertThat(this.client.register(Client.registration(this.email)).status()).isEqualTo(201);
		assertThat(Mailbox.mails(this.user, DeletionNoticeRequested.class)).as("the address was not verified")
			.isEmpty();
	}

	@Test
	void ownerOfAVerifiedAddressIsNotifiedOfTheDeletion() {
		verifyEmail();
		assertThat(this.client.call("DELETE", AccountController.ME, this.token, Map.of("password", Client.PASSWORD))
			.status()).isEqualTo(202);
		await().atMost(TIMEOUT)
			.untilAsserted(() -> assertThat(Mailbox.mails(this.user, DeletionNoticeRequested.class)).singleElement()
				.satisfies((notice) -> assertThat(notice.getAddress()).isEqualTo(this.email)));
	}

	@Test
	void exportHoldsAllButSecrets() {
		Answer export = this.client.call("GET", AccountController.ME + "/export", "Authorization",
				"Bearer " + this.token);
		assertThat(export.status()).isEqualTo(200);
		assertThat(export.json().at("/account/email").asString()).isEqualTo(this.email);
		assertThat(export.json().at("/account/links/0/purpose").asString()).isEqualTo("sign_up");
		assertThat(export.response().body()).doesNotContain("argon2", "hash");
	}

	@Test
	void administratorsCommandsNameThem() {
		String administrator = TestAdministrator.id(this.client, this.commands);
		String admin = Platform.TOKENS.ofAdministrator(administrator);
		String path = "/api/v1/admin/users/" + this.user;
		assertThat(this.client.call("POST", path + "/lock", admin, Map.of("reason", "a\u0000\ntest")).status())
			.as("the reason is published")
			.isEqualTo(400);
		assertThat(this.client.call("POST", path + "/lock", admin, Map.of("reason", "a test")).text("status"))
			.isEqualTo("locked");
		assertThat(this.client.call("POST", path + "/unlock", admin, Map.of()).text("status")).isEqualTo("active");
		assertThat(this.client.call("PUT", path + "/roles", admin, Map.of("roles", List.of("support", "admin")))
			.json()
			.path("roles")
			.toString()).isEqualTo("[\"admin\",\"support\"]");
		assertThat(this.client.call("DELETE", path, admin, Map.of()).status()).isEqualTo(202);
		List<SpecificRecord> events = events(5);
		assertThat(events).extracting((event) -> (Object) event.getClass())
			.containsExactly(UserRegistered.class, UserLocked.class, UserUnlocked.class, UserRolesChanged.class,
					UserDeleted.class);
		assertThat(events.get(1)).isInstanceOfSatisfying(UserLocked.class, (event) -> {
			assertThat(event.getReason()).isEqualTo("a test");
			assertThat(event.getActor().getType()).isEqualTo(ActorType.ADMINISTRATOR);
			assertThat(event.getActor().getId()).hasToString(administrator);
		});
		assertThat(events.get(4)).isInstanceOfSatisfying(UserDeleted.class,
				(event) -> assertThat(event.getReason()).isEqualTo(DeletionReason.BY_ADMINISTRATOR));
	}

	@Test
	void administratorFindsUsers() {
		String admin = TestAdministrator.token(this.client, this.commands);
		Answer found = this.client.call("GET", "/api/v1/admin/users?email=" + this.email.toUpperCase(), "Authorization",
				"Bearer " + admin);
		assertThat(found.json().at("/users/0/userId").asString()).as(found.toString()).isEqualTo(this.user);
		Answer page = this.client.call("GET", "/api/v1/admin/users?limit=1&status=active", "Authorization",
				"Bearer " + admin);
		Answer next = this.client.call("GET", "/api/v1/admin/users?limit=1&after=" + page.text("next"), "Authorization",
				"Bearer " + admin);
		assertThat(next.status()).as(next.toString()).isEqualTo(200);
		assertThat(next.response().body()).isNotEqualTo(page.response().body());
	}

	@Test
	void callersWithoutTheRoleAreForbidden() {
		for (String path : List.of("/api/v1/admin/users", "/api/v1/admin/users/" + this.user)) {
			Answer answer = this.client.call("GET", path, "Authorization", "Bearer " + this.token);
			assertThat(answer.status()).as(path).isEqualTo(403);
			assertThat(answer.problem()).isEqualTo("forbidden");
			assertThat(this.client.call("GET", path).status()).isEqualTo(401);
		}
	}

	private Answer change(String current, String wanted) {
		return this.client.call("POST", AccountController.ME + "/password", this.token,
				Map.of("currentPassword", current, "newPassword", wanted));
	}

	private Answer changeEmail(String wanted) {
		return changeEmail(this.user, wanted);
	}

	private Answer changeEmail(String whose, String wanted) {
		return this.client.call("POST", AccountController.ME + "/email", Platform.TOKENS.of(whose),
				Map.of("password", Client.PASSWORD, "newEmail", wanted));
	}

	private void verifyEmail() {
		assertThat(open(Mailbox.token(this.user, VerificationRequested.class, 1))).isEqualTo(204);
	}

	/** Changes the verified address and returns the token of the link that undoes it. */
	private String changedByAThief() {
		verifyEmail();
		changeEmail(Client.anEmail());
		assertThat(open(Mailbox.token(this.user, VerificationRequested.class, 2))).isEqualTo(204);
		return Mailbox.token(this.user, EmailChangeUndoOffered.class, 1);
	}

	private int open(String link) {
		return this.client.post(VERIFICATIONS, Map.of("token", link)).status();
	}

	private int reset(String link) {
		return this.client.post("/api/v1/password-resets/confirm", Map.of("token", link, "newPassword", NEW_PASSWORD))
			.status();
	}

	private String newUser(String address) {
		return this.client.register(Client.registration(address)).text("userId");
	}

	private void requestReset(String address) {
		assertThat(this.client.post("/api/v1/password-resets", Map.of("email", address)).status()).isEqualTo(202);
	}

	/** After it, all earlier messages of the user are in the topics. */
	private void marker(String whose) {
		this.client.call("PATCH", AccountController.ME, Platform.TOKENS.of(whose), Map.of("displayName", "Marker"));
		await().atMost(TIMEOUT).until(() -> events(whose), (events) -> events.size() >= 2);
	}

	private JsonNode export() {
		return this.client.call("GET", AccountController.ME + "/export", "Authorization", "Bearer " + this.token)
			.json();
	}

	private List<SpecificRecord> events(int count) {
		return await().atMost(TIMEOUT).until(() -> events(this.user), (events) -> events.size() >= count);
	}

	private static List<SpecificRecord> events(String user) {
		return Topics.of(Topic.USER_EVENTS.name(), user).stream().map(ConsumerRecord::value).toList();
	}

}
