package dev.rollcall.projection;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Watches a generation until it has once read its topics to the ends that they had at its
 * start, and once more to those of later, before it serves in another one's place. That
 * is stored: a restart without a broker is ready.
 */
final class CatchUp {

	private static final Duration POSITION_LIMIT = Duration.ofSeconds(1);

	private static final long LOOK_AGAIN_NANOS = Duration.ofSeconds(1).toNanos();

	private final Projection projection;

	private final Generations generations;

	private final TopicOffsets offsets;

	private volatile Generation generation;

	private volatile String waitingFor = "the broker and its topics";

	private long lookedAt;

	CatchUp(Projection projection, Generation generation, Generations generations, TopicOffsets offsets) {
		this.projection = projection;
		this.generation = generation;
		this.generations = generations;
		this.offsets = offsets;
	}

	/** The generation, with its targets once it has begun. */
	Generation generation() {
		return this.generation;
	}

	String waitingFor() {
		return this.waitingFor;
	}

	/**
	 * Finds the targets where they are not yet known.
	 * @return the generation to fill
	 * @throws IllegalStateException if the group of before cannot be deleted yet, for it
	 * has members: its offsets would be gone on with; to be tried again
	 */
	Generation begin() {
		Generation current = this.generations.reload(this.generation);
		if (!current.caughtUp() && current.targets() == null) {
			forget(current.group());
			current = this.generations.setTargets(current, this.offsets.filledEnds(this.projection.topics()));
		}
		this.generation = current;
		this.waitingFor = "the end of its topics";
		return current;
	}

	/** It may be there from a store that was lost: what it had read is not here. */
	private void forget(String group) {
		if (!this.offsets.delete(group) && this.offsets.groups().contains(group)) {
			throw new IllegalStateException("Others still read as " + group);
		}
	}

	/**
	 * Takes over what was found of the generation: another instance may have given it
	 * another goal.
	 */
	void found(Generation current) {
		if (current.targets() != null) {
			this.generation = current;
		}
	}

	/**
	 * Looks how far the consumer is. To be called when nothing is in hand.
	 * @param consumer the consumer
	 */
	synchronized void look(Consumer<?, ?> consumer) {
		Generation current = this.generation;
		Map<TopicPartition, Long> goal = current.goal();
		if (goal == null || (current.caughtUp() && current.isComplete())) {
			return;
		}
		List<TopicPartition> reached = current.unreached()
			.stream()
			.filter(consumer.assignment()::contains)
			.filter((partition) -> consumer.position(partition, POSITION_LIMIT) >= goal.getOrDefault(partition, 0L))
			.toList();
		if (!reached.isEmpty() || System.nanoTime() - this.lookedAt > LOOK_AGAIN_NANOS) {
			this.generation = this.generations.reached(current, reached);
			this.lookedAt = System.nanoTime();
		}
	}

}
