package dev.rollcall.projection;

import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.bson.BsonDocument;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class KeyFoldTests {

	private static final String EVENTS = "events";

	private static final String CREDENTIALS = "credentials";

	private static final String STATES = "states";

	private static final ProjectionParts PARTS = new ProjectionParts(new TestProjection(), Set.of(STATES));

	@Test
	void recordsOfANewKeyBecomeOneInsert() {
		KeyFold fold = fold(null, event(1, "ann"), event(2, "anna"), record(CREDENTIALS, 1, "hash"));

		assertThat(fold.writes()).singleElement().isInstanceOfSatisfying(InsertOneModel.class, (insert) -> {
			assertThat(insert.getDocument()).isEqualTo(new Document("_id", "key").append("profile", part(2, "anna"))
				.append("credential", part(1, "hash")));
		});
		assertThat(counted(fold)).isEqualTo(new Counts(3, 0, 0));
	}

	@Test
	void changeIsGuardedByTheVersionThatWasRead() {
		UpdateOneModel<Document> write = update(fold(stored(4, "ann"), event(5, "anna"), event(6, "bea")));

		assertThat(bson(write).toJson()).isEqualTo("""
				{"$set": {"profile": {"value": "bea", "version": 6}}}""");
		assertThat(guard(write).toJson()).isEqualTo("""
				{"$and": [{"_id": "key"}, {"profile.version": {"$not": {"$gte": 5}}}, \
				{"deletedAtVersion": {"$exists": false}}]}""");
		assertThat(write.getOptions().isUpsert()).isTrue();
	}

	@Test
	void eachPartHasAWriteOfItsOwn() {
		KeyFold fold = fold(stored(1, "ann"), event(2, "anna"), record(CREDENTIALS, 1, "hash"));

		assertThat(fold.writes()).hasSize(2);
	}

	@Test
	void versionAtOrBelowTheStoredOneIsADuplicate() {
		KeyFold fold = fold(stored(3, "ann"), event(2, "old"), event(3, "same"));

		assertThat(fold.writes()).isEmpty();
		assertThat(fold.sideWrites()).isEmpty();
		assertThat(counted(fold)).isEqualTo(new Counts(0, 2, 0));
	}

	@Test
	void versionBeyondTheNextIsAppliedAndCountedAsAGap() {
		KeyFold fold = fold(stored(1, "ann"), event(4, "newest"), event(3, "late"));

		assertThat(fold.document().get("profile")).isEqualTo(part(4, "newest"));
		assertThat(counted(fold)).isEqualTo(new Counts(1, 1, 1));
	}

	@Test
	void missingVersionsOfACompactedTopicAreNoGap() {
		assertThat(counted(fold(stored(1, "ann"), record(STATES, 4, "newest")))).isEqualTo(new Counts(1, 0, 0));
	}

	@Test
	void twoTopicsShareAPartAndItsVersion() {
		KeyFold fold = fold(null, record(STATES, 2, "state"), event(1, "old"), event(2, "same"), event(3, "newer"));

		assertThat(fold.document()).isEqualTo(new Document("_id", "key").append("profile", part(3, "newer")));
		assertThat(counted(fold)).isEqualTo(new Counts(2, 2, 0));
	}

	@Test
	void invalidRecordIsRefusedAndTheNextOneApplied() {
		KeyFold fold = fold(null, event(0, "no version"), event(1, "invalid"), event(2, "ann"));

		assertThat(fold.refused()).extracting(Poison::message)
			.containsExactly("The version is not positive", "invalid");
		assertThat(fold.document().get("profile")).isEqualTo(part(2, "ann"));
	}

	@Test
	void recordThatDoesNotConcernThePartChangesNothing() {
		KeyFold fold = fold(stored(1, "ann"), event(2, "unchanged"));

		assertThat(fold.writes()).isEmpty();
		assertThat(counted(fold)).isEqualTo(new Counts(0, 0, 0));
		assertThat(counted(fold(stored(1, "ann"), event(2, "unchanged"), event(3, "anna")))).as("the next one is a gap")
			.isEqualTo(new Counts(1, 0, 1));
	}

	@Test
	void deletionRemovesAllPartsUnderAllTheirGuards() {
		Document stored = stored(4, "ann").append("credential", part(2, "hash"));

		UpdateOneModel<Document> write = update(fold(stored, event(5, "deleted")));

		assertThat(bson(write).getDocument("$set"))
			.isEqualTo(BsonDocument.parse("{'deletedAtVersion': {'$numberLong': '5'}}"));
		assertThat(bson(write).getDocument("$unset")).containsOnlyKeys("profile", "credential");
		assertThat(guard(write).toJson()).contains("{\"profile.version\": {\"$not\": {\"$gte\": 5}}}",
				"{\"credential.version\": {\"$not\": {\"$gte\": 3}}}");
	}

	@Test
	void deletionRemovesWhatThePartsHaveInSideCollections() {
		KeyFold fold = fold(stored(4, "ann").append("credential", part(2, "hash")), event(5, "deleted"));

		assertThat(fold.sideWrites()).extracting(ProjectionPart.SideWrite::id)
			.containsExactlyInAnyOrder("ann -> null", "hash -> null");
	}

	@Test
	void missingVersionsOfADeletedUserAreNoGap() {
		assertThat(counted(fold(null, event(7, "deleted")))).isEqualTo(new Counts(1, 0, 0));
	}

	@Test
	void deletionOfANewKeyIsKept() {
		assertThat(fold(null, event(1, "deleted")).writes()).singleElement()
			.isInstanceOfSatisfying(InsertOneModel.class, (insert) -> assertThat(insert.getDocument())
				.isEqualTo(new Document("_id", "key").append("deletedAtVersion", 1L)));
	}

	@Test
	void deletedKeyAcceptsNothing() {
		KeyFold inTheBatch = fold(stored(1, "ann"), event(2, "deleted"), event(3, "back"));
		KeyFold before = fold(new Document("_id", "key").append("deletedAtVersion", 2L), event(3, "back"),
				record(CREDENTIALS, 1, "hash"));

		assertThat(inTheBatch.document()).isEqualTo(new Document("_id", "key").append("deletedAtVersion", 2L));
		assertThat(before.writes()).isEmpty();
		assertThat(counted(before)).isEqualTo(new Counts(0, 2, 0));
	}

	@Test
	void sideWritesFollowEachChange() {
		assertThat(fold(null, event(1, "ann"), event(2, "anna")).sideWrites()).extracting(ProjectionPart.SideWrite::id)
			.containsExactly("null -> ann", "ann -> anna");
	}

	@Test
	void overtakenFoldTakesBackWhatItAdded() {
		KeyFold overtaken = fold(stored(1, "ann"), event(2, "anna"));

		KeyFold again = keyFold(stored(3, "other")).takeBack(overtaken).fold(List.of(event(2, "anna")));

		assertThat(again.sideWrites()).extracting(ProjectionPart.SideWrite::id)
			.as("the removal alone")
			.containsExactly("anna -> other");
		assertThat(again.writes()).isEmpty();
	}

	@Test
	void nothingIsTakenBackForAnOlderOrTheSameState() {
		KeyFold overtaken = fold(stored(1, "ann"), event(2, "anna"));

		assertThat(keyFold(stored(1, "ann")).takeBack(overtaken).sideWrites()).as("a majority read that lags")
			.isEmpty();
		assertThat(keyFold(stored(2, "anna")).takeBack(overtaken).sideWrites()).as("applied by another").isEmpty();
	}

	@Test
	void deletionTakesBackWhatAnOvertakenFoldAdded() {
		KeyFold overtaken = fold(stored(1, "ann"), event(2, "anna"));

		KeyFold again = keyFold(new Document("_id", "key").append("deletedAtVersion", 3L)).takeBack(overtaken);

		assertThat(again.sideWrites()).extracting(ProjectionPart.SideWrite::id).containsExactly("anna -> null");
	}

	@Test
	void storedDocumentIsNotChanged() {
		Document stored = stored(1, "ann");

		fold(stored, event(2, "anna"), event(3, "deleted"));

		assertThat(stored).isEqualTo(stored(1, "ann"));
	}

	@Test
	void topicThatNoPartReadsIsAnError() {
		assertThatIllegalStateException().isThrownBy(() -> fold(null, record("others", 1, "ann")))
			.withMessageContaining("others");
	}

	private static KeyFold fold(@Nullable Document stored, Delivery... deliveries) {
		return keyFold(stored).fold(Arrays.asList(deliveries));
	}

	private static KeyFold keyFold(@Nullable Document stored) {
		return new KeyFold(PARTS, "key", stored);
	}

	private static Document stored(long version, String value) {
		return new Document("_id", "key").append("profile", part(version, value));
	}

	private static Document part(long version, String value) {
		return new Document("value", value).append("version", version);
	}

	private static Delivery event(long version, String value) {
		return record(EVENTS, version, value);
	}

	private static Delivery record(String topic, long version, String value) {
		return new Delivery(new ConsumerRecord<>(topic, 0, 0, new byte[0], new byte[0]),
				new EventRecord(topic, 0, 0, "key", null, Map.of("version", Long.toString(version), "value", value)));
	}

	private static UpdateOneModel<Document> update(KeyFold fold) {
		List<WriteModel<Document>> writes = fold.writes();
		assertThat(writes).singleElement().isInstanceOf(UpdateOneModel.class);
		return (UpdateOneModel<Document>) writes.get(0);
	}

	private static BsonDocument bson(UpdateOneModel<Document> write) {
		return write.getUpdate().toBsonDocument();
	}

	private static BsonDocument guard(UpdateOneModel<Document> write) {
		return write.getFilter().toBsonDocument();
	}

	private static Counts counted(KeyFold fold) {
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		fold.count(new ConsumerMeters(registry, "users", () -> new ConsumerStatus(Clock.systemUTC())));
		return new Counts(count(registry, "applied"), count(registry, "duplicates"), count(registry, "gaps"));
	}

	private static int count(SimpleMeterRegistry registry, String meter) {
		return (int) registry.get("rollcall.projection." + meter).counter().count();
	}

	private record Counts(int applied, int duplicates, int gaps) {

	}

	private record TestProjection() implements Projection {

		@Override
		public String name() {
			return "users";
		}

		@Override
		public int version() {
			return 1;
		}

		@Override
		public List<ProjectionPart> parts() {
			return List.of(new TestPart(EVENTS, "profile"), new TestPart(CREDENTIALS, "credential"),
					new TestPart(STATES, "profile"));
		}

	}

	/** Folds by headers; its side writes name the change. */
	private record TestPart(String topic, String name) implements ProjectionPart {

		@Override
		public long version(EventRecord record) {
			return Long.parseLong(record.headers().get("version"));
		}

		@Override
		public Fold fold(@Nullable Document part, EventRecord record) {
			String value = record.headers().get("value");
			return switch (value) {
				case "deleted" -> new Fold.Deleted();
				case "unchanged" -> new Fold.Unchanged();
				case "invalid" -> throw new InvalidEventException("invalid");
				default -> new Fold.Changed(new Document("value", value));
			};
		}

		@Override
		public List<SideWrite> sideWrites(String key, @Nullable Document before, @Nullable Document after) {
			SideWrite removal = new SideWrite("values", value(before) + " -> " + value(after), new Document());
			return value(after) != null && value(after).equals(value(before)) ? List.of() : List.of(removal);
		}

		private static @Nullable Object value(@Nullable Document part) {
			return (part != null) ? part.get("value") : null;
		}

	}

}
