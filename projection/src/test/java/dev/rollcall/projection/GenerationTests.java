package dev.rollcall.projection;

import java.util.Date;
import java.util.List;
import java.util.Map;

import org.apache.kafka.common.TopicPartition;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GenerationTests {

	private static final TopicPartition FIRST = new TopicPartition("topic", 0);

	private static final TopicPartition SECOND = new TopicPartition("topic", 1);

	@Test
	void isCompleteOnceEachPartitionIsReadToItsTarget() {
		assertThat(generation(List.of("topic-0@7"), null).unreached()).containsExactly(SECOND);
		assertThat(generation(List.of("topic-0@7", "topic-1@9"), null).isComplete()).isTrue();
	}

	@Test
	void isNotUpToDateBeforeItHasLastTargets() {
		assertThat(generation(List.of("topic-0@7", "topic-1@9"), null).isUpToDate()).isFalse();
	}

	@Test
	void newTargetsMustBeReachedAgain() {
		Map<TopicPartition, Long> later = Map.of(FIRST, 7L, SECOND, 12L);

		assertThat(generation(List.of("topic-0@7", "topic-1@9"), later).unreached()).containsExactly(SECOND);
		assertThat(generation(List.of("topic-0@7", "topic-1@12"), later).isUpToDate()).isTrue();
	}

	@Test
	void emptyLogIsReadAtOnce() {
		assertThat(generation(List.of(), Map.of()).isUpToDate()).isTrue();
	}

	private static Generation generation(List<String> reached, @Nullable Map<TopicPartition, Long> last) {
		Document state = new Document(Generation.STARTED_AT, new Date(0)).append(Generation.REACHED, reached);
		if (last != null) {
			state.append(Generation.LAST_TARGETS, Generation.stored(last));
		}
		return Generation.of("users",
				new Document("number", 2).append("version", 1)
					.append("group", "service-users-g2")
					.append("targets", Generation.stored(Map.of(FIRST, 7L, SECOND, 9L)))
					.append("state", state));
	}

}
