package dev.rollcall.projection;

import java.util.Date;
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
 * @param version the shape of its documents
 * @param group the consumer group
 * @param targets the ends of its topics when it started; null as long as not known
 * @param state what has become of it, as stored
 */
record Generation(String projection, int number, int version, String group, @Nullable Map<TopicPartition, Long> targets,
		Document state) {

	static final String STARTED_AT = "startedAt";

	static final String CAUGHT_UP_AT = "caughtUpAt";

	static final String REACHED = "reached";

	static final String REPLACES = "replaces";

	static final String STRICT = "strict";

	static final String FORMER_SINCE = "formerSince";

	static final String FINDINGS = "findings";

	static final String STOPPED_AT = "stoppedAt";

	static Generation of(String projection, Document stored) {
		return new Generation(projection, stored.getInteger("number"), stored.getInteger("version"),
				stored.getString("group"), targets(stored.getList("targets", Document.class)),
				stored.get("state", new Document()));
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

	/** The partitions that have been read to their targets, as {@code topic-n}. */
	Set<String> reached() {
		return Set.copyOf(this.state.getList(REACHED, String.class, List.of()));
	}

	/** Whether all have once been read to them. */
	boolean caughtUp() {
		return this.state.containsKey(CAUGHT_UP_AT);
	}

	/** Whether every partition that had something to read has been read to its target. */
	boolean isComplete() {
		return this.targets != null
				&& reached().containsAll(this.targets.keySet().stream().map(TopicPartition::toString).toList());
	}

	/** The generation in whose place it is built; null for the first of a version. */
	@Nullable Integer replaces() {
		return this.state.getInteger(REPLACES);
	}

	/** Whether other contents at the same version stop it from taking that place. */
	boolean isStrict() {
		return this.state.getBoolean(STRICT, false);
	}

	/** Whether it was found to lack something, and so stopped. */
	boolean isStopped() {
		return this.state.containsKey(STOPPED_AT);
	}

	/** Since when another one serves in its place; null if none does. */
	@Nullable Date formerSince() {
		return this.state.getDate(FORMER_SINCE);
	}

	/**
	 * Says whether a record that can never be applied is this generation's to tell of:
	 * what was there when it started is the one's that it replaces.
	 * @param partition the record's partition
	 * @param offset its offset
	 * @return whether it is
	 */
	boolean tellsOf(TopicPartition partition, long offset) {
		return replaces() == null || this.targets == null || offset >= this.targets.getOrDefault(partition, 0L);
	}

}
