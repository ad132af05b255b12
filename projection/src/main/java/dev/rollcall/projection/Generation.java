package dev.rollcall.projection;

import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

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

	static final String LAST_TARGETS = "lastTargets";

	static final String COMPARED_BY = "comparedBy";

	static final String REPLACES = "replaces";

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

	/**
	 * Where its topics have to be read to: at first the targets, and for one that was
	 * found to lack nothing their ends of then, before it may serve. Null as long as not
	 * known.
	 */
	@Nullable Map<TopicPartition, Long> goal() {
		Map<TopicPartition, Long> last = targets(this.state.getList(LAST_TARGETS, Document.class));
		return (last != null) ? last : this.targets;
	}

	/** Whether it was found to lack nothing, and since has read what there was then. */
	boolean isUpToDate() {
		return this.state.containsKey(LAST_TARGETS) && isComplete();
	}

	/** The partitions that have yet to be read to their goal. */
	Set<TopicPartition> unreached() {
		Map<TopicPartition, Long> goal = goal();
		if (goal == null) {
			return Set.of();
		}
		List<String> reached = this.state.getList(REACHED, String.class, List.of());
		return goal.entrySet()
			.stream()
			.filter((its) -> !reached.contains(mark(its.getKey(), its.getValue())))
			.map(Map.Entry::getKey)
			.collect(Collectors.toUnmodifiableSet());
	}

	/** How it is noted that partitions were read to this goal: {@code topic-n@offset}. */
	List<String> marks(Collection<TopicPartition> partitions) {
		Map<TopicPartition, Long> goal = Objects.requireNonNull(goal());
		return partitions.stream().map((partition) -> mark(partition, goal.getOrDefault(partition, 0L))).toList();
	}

	private static String mark(TopicPartition partition, long offset) {
		return partition + "@" + offset;
	}

	/** Whether all have once been read to them. */
	boolean caughtUp() {
		return this.state.containsKey(CAUGHT_UP_AT);
	}

	/** Whether every partition that had something to read has been read to its goal. */
	boolean isComplete() {
		return goal() != null && unreached().isEmpty();
	}

	/** When it was started: after its store was lost the same number is another one. */
	Date startedAt() {
		return this.state.getDate(STARTED_AT);
	}

	/** The generation in whose place it is built; null for the first of a version. */
	@Nullable Integer replaces() {
		return this.state.getInteger(REPLACES);
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
	boolean reports(TopicPartition partition, long offset) {
		return replaces() == null || this.targets == null || offset >= this.targets.getOrDefault(partition, 0L);
	}

}
