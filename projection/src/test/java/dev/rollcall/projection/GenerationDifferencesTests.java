package dev.rollcall.projection;

import java.util.List;
import java.util.Set;

import com.mongodb.MongoClientSettings;
import org.bson.Document;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GenerationDifferencesTests {

	private static final Document DELETED = new Document("_id", "a").append("deletedAtVersion", 3L);

	private final GenerationDifferences differences = differences(false);

	@Test
	void equalDocumentsDifferInNothing() {
		this.differences.compare(user("a", 2, "ann"), user("a", 2, "ann"));

		assertThat(this.differences.isEmpty()).isTrue();
		assertFindings(this.differences, 1, 0, 0, 0);
	}

	@Test
	void missingDocumentIsNamed() {
		this.differences.compare(user("a", 2, "ann"), null);

		assertThat(this.differences.lackingKeys()).containsExactly("a");
		assertFindings(this.differences, 1, 1, 0, 0, "a");
	}

	@Test
	void olderVersionIsNamedAndANewerOneIsNot() {
		this.differences.compare(user("a", 2, "ann"), user("a", 1, "ann"));
		this.differences.compare(user("b", 2, "ann"), user("b", 3, "bea"));

		assertFindings(this.differences, 2, 0, 1, 0, "a");
	}

	@Test
	void otherContentAtTheSameVersionIsCountedOnly() {
		this.differences.compare(user("a", 2, "ann"), user("a", 2, "bea"));

		assertThat(this.differences.isEmpty()).isTrue();
		assertFindings(this.differences, 1, 0, 0, 1, "a");
	}

	@Test
	void orderOfFieldsDoesNotCount() {
		Document other = new Document("_id", "a").append("profile", new Document("version", 2L).append("name", "ann"));

		this.differences.compare(user("a", 2, "ann"), other);

		assertFindings(this.differences, 1, 0, 0, 0);
	}

	@Test
	void deletionInTheNewGenerationIsNewer() {
		this.differences.compare(user("a", 2, "ann"), DELETED);

		assertThat(this.differences.isEmpty()).isTrue();
	}

	@Test
	void deletionThatTheNewGenerationLacksIsOlder() {
		this.differences.compare(DELETED, user("a", 2, "ann"));

		assertFindings(this.differences, 1, 0, 1, 0, "a");
	}

	@Test
	void deletedUserMayBeMissingOnlyInACompactedLog() {
		GenerationDifferences forgetting = differences(true);
		this.differences.compare(DELETED, null);
		forgetting.compare(DELETED, null);

		assertThat(this.differences.isEmpty()).isFalse();
		assertThat(forgetting.isEmpty()).isTrue();
	}

	@Test
	void userWhomTheLogLacksIsReportedAsAGhostAndLacksNothing() {
		this.differences.compare(user("a", 2, "ann"), null);
		this.differences.ghosts(this.differences.missingKeys());

		assertThat(this.differences.isEmpty()).isTrue();
		assertThat(this.differences.findings()).containsEntry("missing", 0L)
			.containsEntry("ghosts", 1L)
			.containsEntry("ghostUsers", List.of("a"));
	}

	@Test
	void resolvedDifferenceIsRemoved() {
		this.differences.compare(user("a", 2, "ann"), null);
		this.differences.compare(user("b", 2, "ann"), user("b", 1, "ann"));
		this.differences.compare(user("c", 2, "ann"), null);

		this.differences.compareAgain("a", user("a", 2, "ann"), user("a", 2, "ann"));
		this.differences.compareAgain("b", user("b", 2, "ann"), user("b", 1, "ann"));
		this.differences.compareAgain("c", null, null);

		assertThat(this.differences.lackingKeys()).containsExactly("b");
		assertFindings(this.differences, 3, 0, 1, 0, "b");
	}

	@Test
	void contentIsComparedOnceNoDocumentIsMissing() {
		this.differences.compare(user("a", 2, "ann"), null);

		this.differences.compareAgain("a", user("a", 2, "ann"), user("a", 2, "bea"));

		assertFindings(this.differences, 1, 0, 0, 1, "a");
	}

	@Test
	void thousandsAreCountedAndTenNamed() {
		for (int i = 0; i < 10_500; i++) {
			this.differences.compare(user("user-" + i, 2, "ann"), (i % 2 == 0) ? null : user("user-" + i, 1, "ann"));
		}

		assertThat(this.differences.isTooMany()).isTrue();
		assertThat(this.differences.lackingKeys()).hasSize(10_000);
		assertThat(this.differences.findings()).containsEntry("missing", 5_250L).containsEntry("older", 5_250L);
		assertThat(this.differences.findings().getList("users", String.class)).hasSize(10);
	}

	@Test
	void clearRemovesAllDifferences() {
		this.differences.compare(user("a", 2, "ann"), null);
		this.differences.compare(user("b", 2, "ann"), user("b", 2, "bea"));

		this.differences.clear();

		assertThat(this.differences.isEmpty()).isTrue();
		assertFindings(this.differences, 0, 0, 0, 0);
	}

	private static void assertFindings(GenerationDifferences differences, long compared, long missing, long older,
			long different, String... users) {
		assertThat(differences.findings()).isEqualTo(new Document("compared", compared).append("missing", missing)
			.append("older", older)
			.append("different", different)
			.append("ghosts", 0L)
			.append("ghostUsers", List.of())
			.append("users", List.of(users)));
	}

	private static Document user(String id, long version, String name) {
		return new Document("_id", id).append("profile", new Document("name", name).append("version", version));
	}

	private static GenerationDifferences differences(boolean forgetsDeletions) {
		ProjectionParts parts = new ProjectionParts(UsersProjection.of("topic"),
				forgetsDeletions ? Set.of("topic") : Set.of());
		return new GenerationDifferences(parts, MongoClientSettings.getDefaultCodecRegistry());
	}

}
