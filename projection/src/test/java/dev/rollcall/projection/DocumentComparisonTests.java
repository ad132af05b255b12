package dev.rollcall.projection;

import java.util.Set;

import com.mongodb.MongoClientSettings;
import dev.rollcall.verification.Difference;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DocumentComparisonTests {

	private static final Document DELETED = new Document("_id", "user").append("deletedAtVersion", 2L);

	private final Projection projection = UsersProjection.of("topic");

	@Test
	void documentThatOnlyTheStoreHasIsAGhost() {
		assertThat(comparison(Set.of()).of(null, DELETED)).extracting(Difference::kind)
			.isEqualTo(Difference.Kind.GHOST);
	}

	@Test
	void deletionsMayBeAbsentFromACompactedLog() {
		DocumentComparison comparison = comparison(Set.of("topic"));

		assertThat(comparison.of(null, DELETED)).isNull();
		assertThat(comparison.of(null, new Document("_id", "user"))).extracting(Difference::kind)
			.isEqualTo(Difference.Kind.GHOST);
	}

	@Test
	void documentThatIsOnBothSidesOrNoneDoesNotDiffer() {
		assertThat(compare(null, null)).isNull();
		assertThat(compare(profile(1, "ann"), profile(1, "ann"))).isNull();
		assertThat(compare(DELETED, DELETED)).isNull();
	}

	@Test
	void documentThatOnlyTheLogHasIsLost() {
		assertThat(compare(profile(1, "ann"), null))
			.isEqualTo(new Difference(Difference.Kind.LOST, "only the log has it"));
	}

	@Test
	void deletionThatOnlyOneSideHasDiffers() {
		assertThat(compare(profile(1, "ann"), DELETED)).extracting(Difference::kind).isEqualTo(Difference.Kind.GHOST);
		assertThat(compare(DELETED, profile(1, "ann"))).extracting(Difference::kind).isEqualTo(Difference.Kind.STALE);
	}

	@Test
	void deletionAtAnotherVersionHasDiverged() {
		Document later = new Document("_id", "user").append("deletedAtVersion", 3L);

		assertThat(compare(DELETED, later)).extracting(Difference::kind).isEqualTo(Difference.Kind.DIVERGED);
	}

	@Test
	void olderPartIsStaleAndNewerPartIsAGhost() {
		assertThat(compare(profile(2, "ann"), profile(1, "ann")))
			.isEqualTo(new Difference(Difference.Kind.STALE, "profile 1, the log has 2"));
		assertThat(compare(profile(1, "ann"), profile(2, "ann")))
			.isEqualTo(new Difference(Difference.Kind.GHOST, "profile 2, the log has 1"));
	}

	@Test
	void partWithTheSameVersionAndOtherContentHasDiverged() {
		assertThat(compare(profile(1, "ann"), profile(1, "bob")))
			.isEqualTo(new Difference(Difference.Kind.DIVERGED, "profile 1 has another content"));
	}

	private static Document profile(long version, String name) {
		return new Document("_id", "user").append("profile", new Document("name", name).append("version", version));
	}

	private @Nullable Difference compare(@Nullable Document expected, @Nullable Document stored) {
		return comparison(Set.of()).of(expected, stored);
	}

	private DocumentComparison comparison(Set<String> compactedTopics) {
		return new DocumentComparison(new ProjectionParts(this.projection, compactedTopics),
				MongoClientSettings.getDefaultCodecRegistry());
	}

}
