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
 * @param number 1, 2, 3 ..., never reused
 * @param targets the end offsets of its topics at its start; null until known
 * @param state its progress, as stored
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
	 * End offsets to reach: those at the start or, after a clean comparison, those taken
	 * then. Null until known.
	 */
	@Nullable Map<TopicPartition, Long> goal() {
		Map<TopicPartition, Long> last = targets(this.state.getList(LAST_TARGETS, Document.class));
		return (last != null) ? last : this.targets;
	}

	/**
	 * Whether a comparison found nothing missing and the end offsets of that time are
	 * reached.
	 */
	boolean isUpToDate() {
		return this.state.containsKey(LAST_TARGETS) && isComplete();
	}

	/** The partitions that have not reached their end offsets. */
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

	/**
	 * The stored form of partitions that have reached their end offsets: {@code
	 * topic-n@offset}.
	 */
	List<String> marks(Collection<TopicPartition> partitions) {
		Map<TopicPartition, Long> goal = Objects.requireNonNull(goal());
		return partitions.stream().map((partition) -> mark(partition, goal.getOrDefault(partition, 0L))).toList();
	}

	private static String mark(TopicPartition partition, long offset) {
		return partition + "@" + offset;
	}

	/** Whether all partitions have once reached their end offsets. */
	boolean caughtUp() {
		return this.state.containsKey(CAUGHT_UP_AT);
	}

	/** Whether every partition that held records has reached its end offset. */
	boolean isComplete() {
		return goal() != null && unreached().isEmpty();
	}

	/** Distinguishes generations with the same number after the store was lost. */
	Date startedAt() {
		return this.state.getDate(STARTED_AT);
	}

	/** The generation that it replaces; null for the first one of a version. */
	@Nullable Integer replaces() {
		return this.state.getInteger(REPLACES);
	}

	/** Whether it was stopped because it lacked something. */
	boolean isStopped() {
		return this.state.containsKey(STOPPED_AT);
	}

	/** When it ceased to be active; null if it is active or has never been. */
	@Nullable Date formerSince() {
		return this.state.getDate(FORMER_SINCE);
	}

	/**
	 * Whether this generation dead-letters a poison record: a record that existed at its
	 * start is left to the generation that it replaces.
	 */
	boolean reports(TopicPartition partition, long offset) {
		return replaces() == null || this.targets == null || offset >= this.targets.getOrDefault(partition, 0L);
	}

}
