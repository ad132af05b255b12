package dev.rollcall.projection;

import java.util.Date;
import java.util.List;
import java.util.Map;

import org.apache.kafka.common.TopicPartition;
import org.bson.Document;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProjectionStateTests {

	private static final TopicPartition PARTITION = new TopicPartition("topic", 0);

	@Test
	void poisonIsNotLeftToAGenerationInProgress() {
		ProjectionState building = state(1);

		assertThat(building.isReportedByNewer(1, PARTITION, 12)).isFalse();
	}

	@Test
	void newerGenerationReportsPoisonOnceItIsActive() {
		ProjectionState cutOver = state(2);

		assertThat(cutOver.isReportedByNewer(1, PARTITION, 12)).isTrue();
		assertThat(cutOver.isReportedByNewer(1, PARTITION, 9)).as("published before the rebuild").isFalse();
		assertThat(cutOver.isReportedByNewer(2, PARTITION, 12)).isFalse();
	}

	/** The second generation was started when the topic's end offset was 10. */
	private static ProjectionState state(int active) {
		Document second = generation(2).append("targets", Generation.stored(Map.of(PARTITION, 10L)));
		second.get("state", Document.class).append(Generation.REPLACES, 1);
		return ProjectionState.of(new Document("_id", "users").append("active", new Document("1", active))
			.append("generations", List.of(generation(1), second)), 1);
	}

	private static Document generation(int number) {
		return new Document("number", number).append("version", 1)
			.append("collections", List.of("users-g" + number))
			.append("group", "service-users-g" + number)
			.append("state", new Document(Generation.STARTED_AT, new Date(0)));
	}

}
