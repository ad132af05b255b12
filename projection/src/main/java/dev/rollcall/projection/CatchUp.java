package dev.rollcall.projection;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Tracks catch-up: to the end offsets recorded at the start and, for a rebuild, again to
 * those at cut-over. Progress is persisted, so a restarted instance is ready without a
 * broker.
 */
final class CatchUp {

	private static final long REFRESH_NANOS = Duration.ofSeconds(1).toNanos();

	private final Projection projection;

	private final Generations generations;

	private final TopicOffsets offsets;

	private final TargetCheck targets;

	private volatile Generation generation;

	private volatile String waitingFor = "the broker and its topics";

	private long refreshedAt;

	CatchUp(Projection projection, Generation generation, Generations generations, TopicOffsets offsets, Clock clock) {
		this.projection = projection;
		this.generation = generation;
		this.generations = generations;
		this.offsets = offsets;
		this.targets = new TargetCheck(clock);
	}

	/** The generation, with targets once {@link #begin()} has succeeded. */
	Generation generation() {
		return this.generation;
	}

	String waitingFor() {
		return this.waitingFor;
	}

	/**
	 * Determines the targets, unless they are known.
	 * @throws IllegalStateException if the group is left over from a lost store and still
	 * has members; to be retried
	 */
	Generation begin() {
		Generation current = this.generations.reload(this.generation);
		if (!current.caughtUp() && current.targets() == null) {
			deleteGroup(current.group());
			current = this.generations.setTargets(current, this.offsets.filledEnds(this.projection.topics()));
		}
		this.generation = current;
		this.waitingFor = "the end of its topics";
		return current;
	}

	/** The group may be left over from a lost store; its offsets are then wrong. */
	private void deleteGroup(String group) {
		if (!this.offsets.delete(group) && this.offsets.groups().contains(group)) {
			throw new IllegalStateException("Consumer group " + group + " still has members");
		}
	}

	/** Updates the generation: another instance may have changed its targets. */
	void update(Generation current) {
		if (current.targets() != null) {
			this.generation = current;
		}
	}

	/**
	 * Stores the partitions that have reached their targets. To be called when no records
	 * are in progress.
	 */
	synchronized void observe(Consumer<?, ?> consumer) {
		Generation current = this.generation;
		Map<TopicPartition, Long> goal = current.goal();
		if (goal == null || (current.caughtUp() && current.isComplete())) {
			return;
		}
		List<TopicPartition> reached = current.unreached()
			.stream()
			.filter(consumer.assignment()::contains)
			.filter((partition) -> this.targets.isReached(consumer, partition, goal.getOrDefault(partition, 0L)))
			.toList();
		if (!reached.isEmpty() || System.nanoTime() - this.refreshedAt > REFRESH_NANOS) {
			this.generation = this.generations.reached(current, reached);
			this.refreshedAt = System.nanoTime();
		}
	}

}
