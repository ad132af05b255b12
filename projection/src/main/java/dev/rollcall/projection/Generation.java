package dev.rollcall.projection;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.kafka.common.TopicPartition;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * One build of a projection: its collections and its consumer group.
 *
 * @param projection the projection's name
 * @param number 1, 2, 3 ..., never used again
 * @param group the consumer group
 * @param targets the ends of its topics when it started; null as long as not known
 * @param reached the partitions that have been read to that end, as {@code topic-n}
 * @param caughtUp whether all have once been read to it
 */
record Generation(String projection, int number, String group, @Nullable Map<TopicPartition, Long> targets,
		Set<String> reached, boolean caughtUp) {

	static Generation of(String projection, Document stored) {
		Document state = stored.get("state", new Document());
		return new Generation(projection, stored.getInteger("number"), stored.getString("group"),
				targets(stored.getList("targets", Document.class)),
				Set.copyOf(state.getList("reached", String.class, List.of())), state.containsKey("caughtUpAt"));
	}

	private static @Nullable Map<TopicPartition, Long> targets(@Nullable List<Document> stored) {
		if (stored == null) {
			return null;
		}
		Map<TopicPartition, Long> targets = new HashMap<>();
		stored.forEach(
				(target) -> targets.put(new TopicPartition(target.getString("topic"), target.getInteger("partition")),
						target.getLong("offset")));
		return targets;
	}

	static List<Document> stored(Map<TopicPartition, Long> targets) {
		return targets.entrySet()
			.stream()
			.map((target) -> new Document("topic", target.getKey().topic())
				.append("partition", target.getKey().partition())
				.append("offset", target.getValue()))
			.toList();
	}

	static String collection(String projection, int number) {
		return projection + "-g" + number;
	}

	String collection() {
		return collection(this.projection, this.number);
	}

	String collection(String side) {
		return collection() + "-" + side;
	}

	/** Whether every partition that had something to read has been read to its target. */
	boolean isComplete() {
		return this.targets != null
				&& this.targets.keySet().stream().map(TopicPartition::toString).allMatch(this.reached::contains);
	}

}
