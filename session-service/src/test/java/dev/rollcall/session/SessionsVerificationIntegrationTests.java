package dev.rollcall.session;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import dev.rollcall.event.EndReason;
import dev.rollcall.event.SessionEnded;
import dev.rollcall.schemas.Topic;
import dev.rollcall.verification.Difference;
import dev.rollcall.verification.Findings;
import dev.rollcall.verification.Verification;
import org.apache.avro.specific.SpecificRecord;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Verification of sessions, and the restore of a backup.
 */
@SessionServiceTest
class SessionsVerificationIntegrationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	@Autowired
	SessionClient client;

	@Autowired
	ReactiveMongoTemplate mongo;

	@Autowired
	List<Verification> verifications;

	private TestUser user;

	private SessionClient.Tokens first;

	@BeforeEach
	void signIn() {
		this.user = this.client.registered();
		this.first = this.client.signIn(this.user);
		awaitPublished();
	}

	@Test
	void repairOfAnOldStoreEndsItsSessionsAndRaisesTheSequence() {
		Document backup = document();
		this.client.signIn(this.user);
		this.client.end("/current", this.first.accessToken()).expectStatus().isNoContent();
		awaitPublished();
		this.mongo.save(backup, "sessions").block(TIMEOUT);
		assertThat(of("sessions", Verification.Order.CHECK)).containsExactly("STALE sequence 2, the log has 4");
		this.client.refresh(this.first.refreshToken()).expectStatus().isOk();

		of("sessions", new Verification.Order(true, false));

		this.client.refresh(this.first.refreshToken()).expectStatus().isUnauthorized();
		// Both sessions of the backup end.
		List<SpecificRecord> events = Log.sessionEvents(this.user.id(), 6);
		assertThat(events).last().isInstanceOfSatisfying(SessionEnded.class, (ended) -> {
			assertThat(ended.getSessionSequence()).isEqualTo(6);
			assertThat(ended.getReason()).isEqualTo(EndReason.ENDED_BY_ADMINISTRATOR);
		});
		awaitPublished();
		assertThat(of("sessions", Verification.Order.CHECK)).isEmpty();
	}

	@Test
	void afterARestoreAllSessionsEnd() {
		assertThat(of("sessions", new Verification.Order(true, false))).isEmpty();
		this.client.refresh(this.first.refreshToken()).expectStatus().isOk();
		assertThat(of("sessions", new Verification.Order(true, true))).isEmpty();
		this.client.refresh(this.first.refreshToken()).expectStatus().isUnauthorized();
		assertThat(document().getList("sessions", Document.class)).isEmpty();
	}

	@Test
	void afterARestoreAccountRecordsAreAppliedAgain() {
		Log.append(Topic.USER_EVENTS, this.user.id(), this.user.passwordChanged(2, 2, null));
		await().atMost(TIMEOUT).untilAsserted(() -> assertThat(document()).containsEntry("userVersion", 2L));
		Document known = document();
		this.mongo.remove(known, "sessions").block(TIMEOUT);

		of("sessions", new Verification.Order(true, true));

		assertThat(document()).containsEntry("userVersion", known.get("userVersion"))
			.containsEntry("passwordVersion", known.get("passwordVersion"))
			.containsEntry("blocked", false);
	}

	@Test
	void nothingThatWasPublishedIsMissing() {
		assertThat(of("outbox", Verification.Order.CHECK)).isEmpty();
	}

	private Document document() {
		return this.mongo.findById(this.user.id().toString(), Document.class, "sessions").block(TIMEOUT);
	}

	private void awaitPublished() {
		await().atMost(TIMEOUT).until(() -> document().getList("outbox", Document.class, List.of()).isEmpty());
	}

	private List<String> of(String verification, Verification.Order order) {
		Findings findings = this.verifications.stream()
			.filter((one) -> one.name().equals(verification))
			.findFirst()
			.orElseThrow()
			.verify(order);
		return Arrays.stream(Difference.Kind.values())
			.map((kind) -> findings.named(kind).get(this.user.id().toString()))
			.filter(Objects::nonNull)
			.map((difference) -> difference.kind() + " " + difference.what())
			.toList();
	}

}
