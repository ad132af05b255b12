package dev.rollcall.acceptance.check;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import dev.rollcall.acceptance.check.Operation.Answer;
import dev.rollcall.acceptance.check.Operation.Kind;
import dev.rollcall.acceptance.check.Operation.Outcome;
import dev.rollcall.schemas.EventHeaders;
import dev.rollcall.schemas.Topic;
import org.bson.Document;
import org.junit.jupiter.api.Test;

import static dev.rollcall.acceptance.check.HistoryFixture.ADA;
import static dev.rollcall.acceptance.check.HistoryFixture.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Each guarantee finds the faults that it covers.
 */
class GuaranteeTests {

	private final HistoryFixture history = new HistoryFixture();

	@Test
	void historyWithoutFaultIsAccepted() {
		Guarantee.requireAll(this.history.history());
	}

	@Test
	void violationsAreNamedWithTheirGuarantee() {
		this.history.log.removeIf((record) -> record.is("UserRegistered") && ADA.equals(record.key()));
		assertThatThrownBy(() -> Guarantee.requireAll(this.history.history())).isInstanceOf(AssertionError.class)
			.hasMessageContaining("NothingLost")
			.hasMessageContaining(ADA);
	}

	@Test
	void lostEventIsFound() {
		this.history.log.removeIf((record) -> record.is("UserRegistered") && ADA.equals(record.key()));
		found(new NothingLost(), "lost event", ADA);
	}

	@Test
	void lostAccountIsFound() {
		this.history.stores.accounts().removeIf((account) -> ADA.equals(account.getString("_id")));
		found(new NothingLost(), "lost account", ADA);
	}

	@Test
	void unpublishedVersionIsFound() {
		account(ADA).put("version", 2L);
		found(new NothingLost(), "version 2", ADA);
	}

	@Test
	void pendingMessageIsFound() {
		account(ADA).put("outbox", List.of(new Document("id", "1")));
		found(new NothingLost(), "pending", ADA);
	}

	@Test
	void unresolvedOutcomeIsFound() {
		this.history.ledger
			.add(HistoryFixture.operation("unknown", Kind.REGISTER, "eve@example.com", Outcome.INFO, 503, null, null));
		found(new NothingLost(), "unresolved", "unknown");
	}

	@Test
	void resolvedOutcomeCounts() {
		this.history.ledger.add(0, HistoryFixture.operation("register-" + ADA, Kind.REGISTER, HistoryFixture.email(ADA),
				Outcome.INFO, 503, null, null));
		assertThat(new NothingLost().violations(this.history.history())).isEmpty();
	}

	@Test
	void ghostEventIsFound() {
		this.history.log.add(this.history.event(ADA, 2));
		found(new NoGhosts(), "ghost event", ADA);
	}

	@Test
	void accountOfARefusedRegistrationIsFound() {
		this.history.ledger.removeIf((operation) -> operation.email().equals(HistoryFixture.email(ADA)));
		this.history.ledger.add(HistoryFixture.operation("refused", Kind.REGISTER, HistoryFixture.email(ADA),
				Outcome.FAIL, 400, null, null));
		found(new NoGhosts(), "ghost account", ADA);
	}

	@Test
	void lostChangeIsFound() {
		change(Outcome.OK);
		found(new NoLostChange(), "lost change", "changed-name");
	}

	@Test
	void changeInTheLogIsNotLost() {
		change(Outcome.OK);
		this.history.log.add(profileChanged());
		assertThat(new NoLostChange().violations(this.history.history())).isEmpty();
	}

	@Test
	void refusedChangeInTheLogIsFound() {
		change(Outcome.FAIL);
		this.history.log.add(profileChanged());
		found(new NoLostChange(), "ghost change", "changed-name");
	}

	@Test
	void lostPasswordIsFound() {
		this.history.ledger.add(HistoryFixture.operation("other-password", Kind.CHANGE_PASSWORD,
				HistoryFixture.email(ADA), Outcome.OK, 204, ADA, null));
		found(new NoLostChange(), "UserPasswordChanged", ADA);
	}

	private void change(Outcome outcome) {
		this.history.ledger.add(HistoryFixture.operation("changed-name", Kind.CHANGE_PROFILE, HistoryFixture.email(ADA),
				outcome, 200, ADA, null));
	}

	private LogRecord profileChanged() {
		return this.history.record(History.USER_EVENTS, ADA, "UserProfileChanged",
				Map.of("eventId", "event-2", "userId", ADA, "userVersion", 2L, "state",
						Map.of("userId", ADA, "version", 2L, "displayName", "changed-name")),
				"event-2");
	}

	@Test
	void secondAccountOfAnAddressIsFound() {
		account(BOB).get("email", Document.class).put("canonical", HistoryFixture.email(ADA));
		found(new UniqueEmails(), "two accounts", BOB);
	}

	@Test
	void gapIsFound() {
		this.history.log.add(this.history.event(ADA, 3));
		found(new PerUserOrder(), "gap", ADA);
	}

	@Test
	void compactionMayRemoveTheFirstRecordsOfARepeatedRun() {
		this.history.log.removeIf((record) -> record.topic().equals(History.USER_EVENTS) && ADA.equals(record.key()));
		this.history.log.add(this.history.event(ADA, 2));
		found(new PerUserOrder(), "gap", ADA);
		this.history.log.add(this.history.event(ADA, 1));
		this.history.log.add(this.history.event(ADA, 2));
		assertThat(new PerUserOrder().violations(this.history.history())).isEmpty();
	}

	@Test
	void eventAfterTheLossOfEarlierOnesIsInOrderOnceTheyAreRepeated() {
		this.history.log.add(this.history.event(ADA, 3));
		this.history.circumstances = Circumstances.ORDINARY.torn(Set.of(ADA));
		found(new PerUserOrder(), "gap", ADA);
		this.history.log.add(this.history.event(ADA, 2));
		found(new PerUserOrder(), "inversion", ADA);
		this.history.log.add(this.history.event(ADA, 3));
		assertThat(new PerUserOrder().violations(this.history.history())).isEmpty();
		this.history.circumstances = Circumstances.ORDINARY;
		found(new PerUserOrder(), "gap", ADA);
	}

	@Test
	void missingVersionsOfADeletedUserAreNoGap() {
		this.history.log.removeIf((record) -> record.topic().equals(History.USER_EVENTS) && ADA.equals(record.key()));
		this.history.log
			.add(this.history.record(History.USER_EVENTS, ADA, "UserDeleted", Map.of("userVersion", 7L), "deleted"));
		assertThat(new PerUserOrder().violations(this.history.history())).isEmpty();
	}

	@Test
	void inversionIsFound() {
		this.history.log.add(this.history.event(ADA, 2));
		this.history.log.add(this.history.event(ADA, 1));
		found(new PerUserOrder(), "inversion", ADA);
	}

	@Test
	void wholeRepeatIsInOrder() {
		this.history.log.add(this.history.event(ADA, 2));
		this.history.log.add(this.history.event(ADA, 1));
		this.history.log.add(this.history.event(ADA, 2));
		assertThat(new PerUserOrder().violations(this.history.history())).isEmpty();
	}

	@Test
	void olderStateAtTheEndOfACompactedTopicIsFound() {
		this.history.log.add(this.history.record(History.USERS, ADA, "UserState", Map.of("version", 2L), "new"));
		this.history.log.add(this.history.record(History.USERS, ADA, "UserState", Map.of("version", 1L), "old"));
		found(new PerUserOrder(), Topic.USERS.name(), ADA);
	}

	@Test
	void missingStateIsFound() {
		this.history.log.removeIf((record) -> record.is("UserState") && ADA.equals(record.key()));
		found(new PerUserOrder(), "stale state", ADA);
	}

	@Test
	void gapInSessionEventsIsFound() {
		this.history.log.add(this.history.sessionEvent(ADA, "SessionStarted", 6));
		found(new PerUserOrder(), "sessionSequence", ADA);
	}

	@Test
	void otherEventOfTheSameVersionIsFound() {
		LogRecord first = this.history.event(ADA, 1);
		this.history.log.add(new LogRecord(first.topic(), 0, 99, ADA, first.bytes(), Map.of(EventHeaders.ID, "another"),
				first.type(), first.fields(), null));
		found(new NoDuplicateEffect(), "phantom duplicate", ADA);
	}

	@Test
	void secondMailIsFoundUnlessAWorkerWasLost() {
		this.history.mails.add(this.history.mails.get(0));
		found(new NoDuplicateEffect(), "duplicate mail", this.history.mails.get(0).messageId());
		this.history.circumstances = Circumstances.ORDINARY.repeatedMails();
		assertThat(new NoDuplicateEffect().violations(this.history.history())).isEmpty();
	}

	@Test
	void mailOfNoEventIsFound() {
		this.history.circumstances = Circumstances.ORDINARY.repeatedMails();
		this.history.mails.add(new ReceivedMail("ada@example.com", "<other@rollcall.localhost>"));
		found(new NoDuplicateEffect(), "phantom mail", "other");
	}

	@Test
	void secondEntryInAnInboxIsFound() {
		List<Document> notifications = this.history.stores.inboxes().get(0).getList("notifications", Document.class);
		notifications.add(notifications.get(0));
		found(new NoDuplicateEffect(), "duplicate entry", ADA);
	}

	@Test
	void stuckDeliveryIsFound() {
		this.history.stores.due().add(new Document("_id", "stuck").append("state", "sending").append("attempts", 1));
		found(new NoLostDelivery(), "stuck delivery", "stuck");
	}

	@Test
	void deliveryThatWasNeverCreatedIsFound() {
		this.history.stores.done().remove(0);
		found(new NoLostDelivery(), "lost delivery", ADA);
	}

	@Test
	void mailThatWasRecordedButNeverArrivedIsFound() {
		this.history.mails.remove(0);
		found(new NoLostDelivery(), "has not arrived", "mail");
	}

	@Test
	void divergedMissingAndSurplusDocumentsAreFound() {
		projected(ADA).get("profile", Document.class).put("status", "LOCKED");
		this.history.stores.projected().removeIf((document) -> BOB.equals(document.getString("_id")));
		this.history.stores.projected().add(new Document("_id", "surplus"));
		found(new ProjectionEqualsFold(), "diverged", ADA);
		found(new ProjectionEqualsFold(), "missing", BOB);
		found(new ProjectionEqualsFold(), "surplus", "surplus");
	}

	@Test
	void lostLoginIsFound() {
		this.history.stores.logins().remove(0);
		found(new ProjectionEqualsFold(), "logins", HistoryFixture.email(ADA));
	}

	@Test
	void loginWithAnotherTimeOrTwiceIsFound() {
		Document login = this.history.stores.logins().get(0);
		Document entry = login.getList("users", Document.class).get(0);
		login.put("users", List.of(entry, new Document(entry).append("since", new Date(4))));
		found(new ProjectionEqualsFold(), "twice", HistoryFixture.email(ADA));
		login.put("users", List.of(new Document(entry).append("since", new Date(4))));
		found(new ProjectionEqualsFold(), "diverged", HistoryFixture.email(ADA));
	}

	@Test
	void unappliedReactionIsFound() {
		this.history.log.add(this.history.event(ADA, 2));
		found(new ProjectionEqualsFold(), "not applied", ADA);
	}

	@Test
	void dishonestAnswersAreFound() {
		answered(500, null, 100);
		found(new HonestErrors(), "wrong error", "status 500");
	}

	@Test
	void unavailableWithoutRetryAfterIsFound() {
		answered(503, null, 100);
		found(new HonestErrors(), "wrong error", "status 503");
	}

	@Test
	void lateAnswerIsFound() {
		answered(201, null, 7000);
		found(new HonestErrors(), "late", "7000 ms");
	}

	@Test
	void missingAnswerIsFoundUnlessTheClientWasCutOff() {
		answered(0, null, 100);
		found(new HonestErrors(), "no response", "asked");
		this.history.circumstances = Circumstances.ORDINARY.cutOff();
		assertThat(new HonestErrors().violations(this.history.history())).isEmpty();
	}

	@Test
	void responsesOfAnEarlierStepAreNotCheckedAgain() {
		answered(500, null, 100);
		this.history.circumstances = Circumstances.ORDINARY.since(1);
		assertThat(new HonestErrors().violations(this.history.history())).isEmpty();
	}

	@Test
	void unavailableWithRetryAfterIsHonest() {
		answered(503, "1", 100);
		assertThat(new HonestErrors().violations(this.history.history())).isEmpty();
	}

	@Test
	void refusedSignInOfAnAccountIsFound() {
		this.history.ledger.add(new Operation("sign-in", Kind.SIGN_IN, HistoryFixture.email(ADA), 2000, 2100,
				Outcome.FAIL, new Answer(401, null, null, null, null)));
		found(new HonestErrors(), "false 401", "sign-in");
	}

	@Test
	void refreshAfterTheSessionsEndIsFound() {
		this.history.ledger.add(new Operation("refresh", Kind.REFRESH, HistoryFixture.email(ADA), 2000, 2100,
				Outcome.OK, new Answer(200, null, ADA, "session-" + ADA, null)));
		found(new SessionSafety(), "refreshed after its end", "session-" + ADA);
	}

	@Test
	void silentlySkippedRecordIsFound() {
		poison();
		found(new NothingSilent(), "silent", "rollcall-user-events-0@77");
	}

	@Test
	void deadLetterOfAGoodRecordIsFound() {
		LogRecord good = this.history.log.get(0);
		deadLetter(good, good.bytes());
		found(new NothingSilent(), "skipped", good.position());
	}

	@Test
	void redrivenDeadLetterOfAGoodRecordIsNoViolation() {
		LogRecord good = this.history.log.get(0);
		deadLetter(good, good.bytes());
		this.history.circumstances = Circumstances.ORDINARY.redriven(this.history.log.stream()
			.filter((record) -> record.topic().startsWith(good.topic() + "-"))
			.map(LogRecord::position)
			.collect(Collectors.toSet()));
		assertThat(new NothingSilent().violations(this.history.history())).isEmpty();
	}

	@Test
	void alteredDeadLetterIsFound() {
		deadLetter(poison(), new byte[] { 1 });
		found(new NothingSilent(), "altered dead letter", "rollcall-user-events-0@77");
	}

	@Test
	void poisonWithItsDeadLettersIsNotSilent() {
		LogRecord poison = poison();
		deadLetter(poison, poison.bytes());
		assertThat(new NothingSilent().violations(this.history.history())).isEmpty();
	}

	@Test
	void parkedAccountIsFound() {
		account(ADA).put("outboxParked", new Document());
		found(new NothingSilent(), "parked", ADA);
	}

	@Test
	void slowRecoveryIsFound() {
		this.history.circumstances = Circumstances.ORDINARY.quiet(Duration.ofSeconds(61), Duration.ofSeconds(60));
		found(new RecoveryBounded(), "slow recovery", "PT1M1S");
	}

	@Test
	void recordsOfARawProducerAreCheckedInTheProjectionOnly() {
		this.history.log.add(this.history.event("foreign", 3));
		this.history.circumstances = Circumstances.ORDINARY.foreign(Set.of("foreign"));
		assertThat(new NothingLost().violations(this.history.history())).isEmpty();
		assertThat(new PerUserOrder().violations(this.history.history())).isEmpty();
		found(new ProjectionEqualsFold(), "missing", "foreign");
	}

	private LogRecord poison() {
		LogRecord poison = new LogRecord(History.USER_EVENTS, 0, 77, ADA, "rot".getBytes(StandardCharsets.UTF_8),
				Map.of(), null, Map.of(), "unreadable");
		this.history.log.add(poison);
		return poison;
	}

	private void deadLetter(LogRecord original, byte[] bytes) {
		for (String consumer : List.of("session-service-accounts", "session-service-sessions",
				"notification-service-deliveries", "notification-service-recipients")) {
			this.history.log
				.add(new LogRecord(Topic.deadLetterName(original.topic(), consumer), 0, 0, original.key(), bytes,
						Map.of(EventHeaders.CAUSE_PREFIX + "topic", original.topic(),
								EventHeaders.CAUSE_PREFIX + "partition", "0", EventHeaders.CAUSE_PREFIX + "offset",
								Long.toString(original.offset()), EventHeaders.CAUSE_PREFIX + "message", "why"),
						null, Map.of(), null));
		}
	}

	private void answered(int status, String retryAfter, long duration) {
		this.history.ledger.add(new Operation("asked", Kind.REFRESH, "eve@example.com", 0, duration, Outcome.INFO,
				new Answer(status, retryAfter, null, null, null)));
	}

	private Document account(String id) {
		return document(this.history.stores.accounts(), id);
	}

	private Document projected(String id) {
		return document(this.history.stores.projected(), id);
	}

	private static Document document(List<Document> documents, String id) {
		return documents.stream().filter((found) -> id.equals(found.getString("_id"))).findFirst().orElseThrow();
	}

	private void found(Guarantee guarantee, String... texts) {
		assertThat(guarantee.violations(this.history.history()))
			.anySatisfy((violation) -> assertThat(violation).contains(texts));
	}

}
