package dev.rollcall.registration.account;

import java.time.Duration;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import dev.rollcall.event.UserProfileChanged;
import dev.rollcall.event.UserState;
import dev.rollcall.registration.account.Client.Answer;
import dev.rollcall.registration.link.LinkPurpose;
import dev.rollcall.verification.Difference;
import dev.rollcall.verification.Findings;
import dev.rollcall.verification.Verification;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The comparison of damaged accounts with the log.
 */
@Service
class AccountsVerificationIntegrationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private static final Verification.Order REPAIR = new Verification.Order(true, false);

	@LocalServerPort
	private int port;

	@Autowired
	private ReactiveMongoTemplate mongo;

	@Autowired
	private List<Verification> verifications;

	private String id;

	@BeforeEach
	void register() {
		Client client = new Client(this.port);
		String email = Client.anEmail();
		await().atMost(TIMEOUT).until(() -> {
			Answer answer = client.register(Client.registration(email));
			this.id = (answer.status() == 201) ? answer.text("userId") : this.id;
			return answer.status() == 201;
		});
		await().atMost(TIMEOUT).until(() -> account().getList("outbox", Document.class).isEmpty());
	}

	@Test
	void documentThatEqualsTheLogDoesNotDiffer() {
		assertThat(of("accounts", Verification.Order.CHECK)).isEmpty();
		assertThat(of("outbox", Verification.Order.CHECK)).isEmpty();
	}

	@Test
	void accountNewerThanTheLogIsPublishedInANewVersion() {
		set(Updates.combine(Updates.set("version", 3L), Updates.set("profile.displayName", "Augusta")));
		assertThat(of("accounts", Verification.Order.CHECK)).containsExactly("LOST event 3, the log has 1");
		assertThat(repaired()).isTrue();
		ConsumerRecord<String, SpecificRecord> last = last("rollcall-user-events");
		assertThat(last.value()).isInstanceOfSatisfying(UserProfileChanged.class, (event) -> {
			assertThat(event.getUserVersion()).isEqualTo(4);
			assertThat(event.getState().getDisplayName()).isEqualTo("Augusta");
			assertThat(event.getActor().getId()).isNull();
		});
		assertThat(((UserState) last("rollcall-users").value()).getVersion()).isEqualTo(4);
		assertThat(of("accounts", Verification.Order.CHECK)).isEmpty();
	}

	@Test
	void differentContentOfTheSameVersionIsPublishedAgain() {
		set(Updates.set("profile.displayName", "Augusta"));
		assertThat(of("accounts", Verification.Order.CHECK)).containsExactly("DIVERGED event 1 has another content");
		assertThat(repaired()).isTrue();
		assertThat(((UserState) last("rollcall-users").value()).getDisplayName()).isEqualTo("Augusta");
	}

	@Test
	void restoredAccountTakesNewerContentFromTheLogAndContinuesAboveItsVersion() {
		Document backup = account();
		set(Updates.combine(Updates.set("version", 3L), Updates.set("profile.displayName", "Augusta")));
		assertThat(repaired()).isTrue();
		Document newest = account();
		replace(backup);
		assertThat(of("accounts", Verification.Order.CHECK)).containsExactly("STALE event 1, the log has 4");
		assertThat(repaired()).isTrue();
		assertThat(account()).containsEntry("version", 4L)
			.containsEntry("profile", newest.get("profile"))
			.containsEntry("credential", newest.get("credential"));
		assertThat(of("accounts", Verification.Order.CHECK)).isEmpty();
	}

	@Test
	void requestedLinksOfABackupAreVoid() {
		set(Updates.set("links",
				Stream.of(LinkPurpose.values()).map(AccountsVerificationIntegrationTests::link).toList()));
		verification("accounts").verify(new Verification.Order(true, true));
		assertThat(account().getList("links", Document.class)).extracting((link) -> link.getString("purpose"))
			.containsExactly("SIGN_UP", "UNDO_EMAIL_CHANGE");
	}

	@Test
	void newerContentOfTheLogVoidsRequestedLinks() {
		Document backup = account().append("links",
				List.of(link(LinkPurpose.RECOVERY), link(LinkPurpose.UNDO_EMAIL_CHANGE)));
		set(Updates.combine(Updates.set("version", 3L), Updates.set("profile.displayName", "Augusta")));
		assertThat(repaired()).isTrue();
		replace(backup);
		assertThat(repaired()).isTrue();
		assertThat(account().getList("links", Document.class)).extracting((link) -> link.getString("purpose"))
			.containsExactly("UNDO_EMAIL_CHANGE");
	}

	@Test
	void pendingMessagesOfABackupAreDroppedIfTheLogHasThem() {
		park(pending("rollcall-users"));
		Verification.Order restored = new Verification.Order(false, true);
		assertThat(of("accounts", restored)).containsExactly("STALE pending what the log has");
		verification("accounts").verify(new Verification.Order(true, true));
		assertThat(of("accounts", restored)).isEmpty();
		assertThat(account()).doesNotContainKeys("outbox", "outboxParked");
	}

	@Test
	void pendingMailSurvivesARepair() {
		Document mail = pending("rollcall-notification-requests");
		park(mail);
		assertThat(of("accounts", Verification.Order.CHECK)).isEmpty();
		verification("accounts").verify(REPAIR);
		assertThat(account().getList("outbox", Document.class)).containsExactly(mail);
	}

	@Test
	void pendingMailOfABackupSurvivesARepairThatTakesNewerContentFromTheLog() {
		Document backup = account();
		set(Updates.combine(Updates.set("version", 3L), Updates.set("profile.displayName", "Augusta")));
		assertThat(repaired()).isTrue();
		Document mail = pending("rollcall-notification-requests");
		replace(backup);
		park(pending("rollcall-users"), mail);
		verification("accounts").verify(new Verification.Order(true, true));
		assertThat(account()).containsEntry("version", 4L);
		assertThat(account().getList("outbox", Document.class)).containsExactly(mail);
	}

	private Document pending(String topic) {
		return new Document("id", UUID.randomUUID().toString()).append("topic", topic)
			.append("partitionKey", this.id)
			.append("payload", null)
			.append("headers", new Document());
	}

	/** Pending messages that the relay does not publish. */
	private void park(Document... messages) {
		set(Updates.combine(Updates.set("outbox", List.of(messages)), Updates.set("outboxParked", new Document())));
	}

	@Test
	void accountThatOnlyTheLogHasIsRestored() {
		Document before = account();
		Mono.from(this.mongo.getCollection("accounts").block(TIMEOUT).deleteOne(Filters.eq("_id", this.id)))
			.block(TIMEOUT);
		assertThat(of("accounts", Verification.Order.CHECK)).containsExactly("GHOST only in the log");
		assertThat(repaired()).isTrue();
		Document after = account();
		for (String field : List.of("version", "email", "profile", "status", "roles", "credential", "registeredAt")) {
			assertThat(after.get(field)).as(field).isEqualTo(before.get(field));
		}
	}

	private static Document link(LinkPurpose purpose) {
		return new Document("purpose", purpose.name()).append("hash", "x")
			.append("until", new Date())
			.append("address", "ada@example.com");
	}

	private Document account() {
		return this.mongo.findById(this.id, Document.class, "accounts").block(TIMEOUT);
	}

	private void set(Bson update) {
		Mono.from(this.mongo.getCollection("accounts").block(TIMEOUT).updateOne(Filters.eq("_id", this.id), update))
			.block(TIMEOUT);
	}

	private void replace(Document account) {
		this.mongo.save(account, "accounts").block(TIMEOUT);
	}

	private boolean repaired() {
		return verification("accounts").verify(REPAIR).left() == 0;
	}

	/** The differences of this test's own account. */
	private List<String> of(String verification, Verification.Order order) {
		Findings findings = verification(verification).verify(order);
		return Arrays.stream(Difference.Kind.values())
			.map((kind) -> findings.named(kind).get(this.id))
			.filter(Objects::nonNull)
			.map((difference) -> difference.kind() + " " + difference.what())
			.toList();
	}

	private Verification verification(String name) {
		return this.verifications.stream().filter((one) -> one.name().equals(name)).findFirst().orElseThrow();
	}

	private ConsumerRecord<String, SpecificRecord> last(String topic) {
		List<ConsumerRecord<String, SpecificRecord>> all = Topics.of(topic, this.id);
		return all.get(all.size() - 1);
	}

}
