package dev.rollcall.projection;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import dev.rollcall.verification.Difference;
import dev.rollcall.verification.Findings;
import dev.rollcall.verification.Verification;
import dev.rollcall.verification.Verifications;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The verification of a damaged projection.
 */
class VerificationIntegrationTests {

	private static final String LOOK_AGAIN = "rollcall.verify.look-again=1s";

	private final String service = "service-" + UUID.randomUUID().toString().substring(0, 8);

	private final UUID ann = UUID.randomUUID();

	private final UUID bob = UUID.randomUUID();

	private final UUID gone = UUID.randomUUID();

	private String topic;

	private TestProducer producer;

	private RunningService running;

	@BeforeEach
	void fold() throws Exception {
		this.topic = Platform.topic(this.service, UsersProjection.NAME);
		this.producer = new TestProducer(this.topic);
		this.producer.send(this.ann, EventFixture.user(this.ann, 1, "ann"));
		this.producer.send(this.ann, EventFixture.user(this.ann, 2, "anna"));
		this.producer.send(this.bob, EventFixture.user(this.bob, 1, "bob"));
		this.producer.send(this.gone, EventFixture.user(this.gone, 1, "gone"));
		this.producer.send(this.gone, EventFixture.gone(this.gone, 2));
		this.producer.send(this.bob.toString(), new byte[] { 0, 1 }, List.of());
		this.running = RunningService.start(this.service, UsersProjection.of(this.topic), LOOK_AGAIN);
		Waiting.await().until(() -> this.running.count("applied") == 5);
	}

	@AfterEach
	void close() {
		this.running.close();
		this.producer.close();
	}

	@Test
	void documentThatEqualsTheLogDoesNotDiffer() {
		Findings findings = verify(Verification.Order.CHECK);
		assertThat(findings.compared()).isEqualTo(3);
		assertThat(counts(findings)).isEmpty();
		assertThat(findings.left()).isZero();
	}

	@Test
	void missingDocumentIsLostAndRepaired() {
		Document before = find(this.ann);
		users((users) -> users.deleteOne(Filters.eq("_id", this.ann.toString())));
		assertThat(counts(verify(Verification.Order.CHECK))).containsExactlyEntriesOf(Map.of(Difference.Kind.LOST, 1L));
		assertThat(find(this.ann)).as("a check changes nothing").isNull();
		assertRepaired(Difference.Kind.LOST);
		assertThat(find(this.ann)).isEqualTo(before);
	}

	@Test
	void olderVersionIsStaleAndBroughtUpToDate() {
		Document before = find(this.ann);
		set(this.ann, Updates.set("profile", new Document("name", "ann").append("folds", 1).append("version", 1L)));
		Findings found = verify(Verification.Order.CHECK);
		assertThat(found.named(Difference.Kind.STALE)).containsExactly(
				Map.entry(this.ann.toString(), new Difference(Difference.Kind.STALE, "profile 1, the log has 2")));
		assertRepaired(Difference.Kind.STALE);
		assertThat(find(this.ann)).isEqualTo(before);
		assertThat(this.running.find(UsersProjection.NAME, "names", "ann")).isNull();
	}

	@Test
	void storedUserThatTheLogDeletedIsStaleAndDeleted() {
		users((users) -> users.replaceOne(Filters.eq("_id", this.gone.toString()),
				new Document("_id", this.gone.toString()).append("profile",
						new Document("name", "gone").append("folds", 1).append("version", 1L))));
		assertRepaired(Difference.Kind.STALE);
		assertThat(find(this.gone)).isEqualTo(new Document("_id", this.gone.toString()).append("deletedAtVersion", 2L));
	}

	@Test
	void otherContentOfTheSameVersionHasDivergedAndIsWrittenOver() {
		Document before = find(this.bob);
		set(this.bob, Updates.set("profile.name", "robert"));
		assertRepaired(Difference.Kind.DIVERGED);
		assertThat(find(this.bob)).isEqualTo(before);
	}

	@Test
	void documentThatTheLogDoesNotLeadToIsAGhostAndRemoved() {
		Document before = find(this.bob);
		users((users) -> users.insertOne(new Document("_id", "ghost").append("profile",
				new Document("name", "bob").append("folds", 1).append("version", 1L))));
		names((names) -> names.updateOne(Filters.eq("_id", "bob"), Updates.push("users", entry("ghost", 1))));
		set(this.bob, Updates.set("profile.version", 9L));
		Findings findings = verify(new Verification.Order(true, false));
		assertThat(findings.named(Difference.Kind.GHOST)).containsOnly(
				Map.entry("ghost", new Difference(Difference.Kind.GHOST, "the log does not have it")),
				Map.entry(this.bob.toString(), new Difference(Difference.Kind.GHOST, "profile 9, the log has 1")));
		assertThat(findings.repairedIds()).containsExactlyInAnyOrder("ghost", this.bob.toString());
		assertThat(findings.left()).isZero();
		assertThat(find("ghost")).isNull();
		assertThat(find(this.bob)).isEqualTo(before);
		assertThat(this.running.find(UsersProjection.NAME, "names", "bob")).containsEntry("users",
				List.of(entry(this.bob, 1)));
	}

	@Test
	void missingSideEntryIsLostAndWrittenAgain() {
		names((names) -> names.deleteOne(Filters.eq("_id", "anna")));
		Findings found = verify(Verification.Order.CHECK);
		assertThat(found.named(Difference.Kind.LOST))
			.containsExactly(Map.entry(this.ann.toString(), new Difference(Difference.Kind.LOST, "names: no entry")));
		assertRepaired(Difference.Kind.LOST);
		assertThat(this.running.find(UsersProjection.NAME, "names", "anna")).containsEntry("users",
				List.of(entry(this.ann, 2)));
	}

	@Test
	void sideEntryWithoutTheUserHasDivergedAndIsCompleted() {
		names((names) -> names.updateOne(Filters.eq("_id", "anna"), Updates.set("users", List.of())));
		assertRepaired(Difference.Kind.DIVERGED);
		assertThat(this.running.find(UsersProjection.NAME, "names", "anna")).containsEntry("users",
				List.of(entry(this.ann, 2)));
	}

	/** A late write added a former name again, or the user is unknown. */
	@Test
	void surplusSideEntryIsAGhostAndRemoved() {
		names((names) -> names.insertOne(new Document("_id", "ann").append("users", List.of(entry(this.ann, 1)))));
		names((names) -> names.updateOne(Filters.eq("_id", "bob"), Updates.push("users", entry("other", 1))));
		Difference surplus = new Difference(Difference.Kind.GHOST, "names: an entry that the user does not have");
		assertThat(verify(Verification.Order.CHECK).named(Difference.Kind.GHOST))
			.containsOnly(Map.entry(this.ann.toString(), surplus), Map.entry("other", surplus));
		Findings repaired = verify(new Verification.Order(true, false));
		assertThat(repaired.repairedIds()).containsExactlyInAnyOrder(this.ann.toString(), "other");
		assertThat(counts(verify(Verification.Order.CHECK))).isEmpty();
		assertThat(this.running.find(UsersProjection.NAME, "names", "ann")).isNull();
		assertThat(this.running.find(UsersProjection.NAME, "names", "anna")).containsEntry("users",
				List.of(entry(this.ann, 2)));
		assertThat(this.running.find(UsersProjection.NAME, "names", "bob")).containsEntry("users",
				List.of(entry(this.bob, 1)));
	}

	@Test
	void messageInFlightIsNoDifference() throws Exception {
		List<UUID> users = Stream.generate(UUID::randomUUID).limit(300).toList();
		Thread writing = new Thread(() -> users.forEach(this::register));
		writing.start();
		List<Findings> all = new ArrayList<>();
		while (writing.isAlive()) {
			all.add(verify(Verification.Order.CHECK));
		}
		all.add(verify(Verification.Order.CHECK));
		assertThat(all).allSatisfy((findings) -> assertThat(counts(findings)).isEmpty());
		assertThat(all.get(all.size() - 1).compared()).isEqualTo(303);
	}

	private void register(UUID user) {
		try {
			this.producer.send(user, EventFixture.user(user, 1, "user-" + user));
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void assertRepaired(Difference.Kind kind) {
		Findings repaired = verify(new Verification.Order(true, false));
		assertThat(counts(repaired)).containsExactlyEntriesOf(Map.of(kind, 1L));
		assertThat(repaired.repairs()).isOne();
		assertThat(repaired.left()).isZero();
		assertThat(counts(verify(Verification.Order.CHECK))).isEmpty();
	}

	private static Map<Difference.Kind, Long> counts(Findings findings) {
		Map<Difference.Kind, Long> counts = new HashMap<>();
		for (Difference.Kind kind : Difference.Kind.values()) {
			if (findings.count(kind) > 0) {
				counts.put(kind, findings.count(kind));
			}
		}
		return counts;
	}

	private Findings verify(Verification.Order order) {
		return this.running.bean(Verifications.class).all().get(0).verify(order);
	}

	private static Document entry(Object user, long version) {
		return new Document("id", user.toString()).append("version", version);
	}

	private Document find(Object user) {
		return this.running.find(UsersProjection.NAME, user);
	}

	private void set(UUID user, Bson update) {
		users((users) -> users.updateOne(Filters.eq("_id", user.toString()), update));
	}

	private <T> void names(ProjectionDatabase.Operation<T> operation) {
		this.running.database().await("users-g1-names", operation);
	}

	private <T> void users(ProjectionDatabase.Operation<T> operation) {
		this.running.database().await("users-g1", operation);
	}

}
