package dev.rollcall.projection;

import java.util.Set;

import com.mongodb.MongoClientSettings;
import dev.rollcall.verification.Difference;
import org.bson.Document;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DocumentComparisonTests {

	private static final Document DELETED = new Document("_id", "user").append("deletedAtVersion", 2L);

	private final Projection projection = UsersProjection.of("topic");

	@Test
	void whomOnlyTheStoreHasIsAGhost() {
		assertThat(comparison(Set.of()).of(null, DELETED)).extracting(Difference::kind)
			.isEqualTo(Difference.Kind.GHOST);
	}

	@Test
	void compactedLogForgetsWhoWasDeleted() {
		DocumentComparison comparison = comparison(Set.of("topic"));

		assertThat(comparison.of(null, DELETED)).isNull();
		assertThat(comparison.of(null, new Document("_id", "user"))).extracting(Difference::kind)
			.isEqualTo(Difference.Kind.GHOST);
	}

	private DocumentComparison comparison(Set<String> compactedTopics) {
		return new DocumentComparison(this.projection, MongoClientSettings.getDefaultCodecRegistry(), compactedTopics);
	}

}
