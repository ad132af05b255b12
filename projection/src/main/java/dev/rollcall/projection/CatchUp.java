package dev.rollcall.projection;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Watches a generation until it has once read its topics to the ends that they had at its
 * start. That is stored: a restart without a broker is ready.
 */
final class CatchUp {

	private static final Duration POSITION_LIMIT = Duration.ofSeconds(1);

	private static final long LOOK_AGAIN_NANOS = Duration.ofSeconds(1).toNanos();

	private final Projection projection;

	private final Generations generations;

	private final TopicOffsets offsets;

	private final Clock clock;

	private volatile Generation generation;

	private volatile String waitingFor = "the broker and its topics";

	private long lookedAt;

	CatchUp(Projection projection, Generation generation, Generations generations, TopicOffsets offsets, Clock clock) {
		this.projection = projection;
		this.generation = generation;
		this.generations = generations;
		this.offsets = offsets;
		this.clock = clock;
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
	 */
	Generation begin() {
		Generation current = this.generation;
		if (!current.caughtUp() && current.targets() == null) {
			// It may be there from a store that was lost: what it had read is not here.
			this.offsets.delete(current.group());
			lookBack(current.group());
			current = this.generations.aim(current, ends());
			this.generation = current;
		}
		this.waitingFor = "the end of its topics";
		return current;
	}

	private void lookBack(String group) {
		for (ProjectionPart part : this.projection.parts()) {
			Duration back = part.lookBack();
			if (back != null) {
				this.offsets.beginAt(group, part.topic(), this.clock.instant().minus(back));
			}
		}
	}

	private Map<TopicPartition, Long> ends() {
		Map<TopicPartition, Long> ends = this.offsets
			.ends(this.projection.parts().stream().map(ProjectionPart::topic).toList());
		ends.values().removeIf((offset) -> offset == 0);
		return ends;
	}

	/**
	 * Looks how far the consumer is. To be called when nothing is in hand.
	 * @param consumer the consumer
	 */
	synchronized void look(Consumer<?, ?> consumer) {
		Generation current = this.generation;
		Map<TopicPartition, Long> targets = current.targets();
		if (current.caughtUp() || targets == null) {
			return;
		}
		List<TopicPartition> reached = reached(current, targets, consumer);
		if (!reached.isEmpty() || System.nanoTime() - this.lookedAt > LOOK_AGAIN_NANOS) {
			this.generation = this.generations.reached(current, reached);
			this.lookedAt = System.nanoTime();
		}
	}

	private static List<TopicPartition> reached(Generation current, Map<TopicPartition, Long> targets,
			Consumer<?, ?> consumer) {
		Set<TopicPartition> assigned = consumer.assignment();
		Set<String> before = current.reached();
		return targets.entrySet()
			.stream()
			.filter((target) -> assigned.contains(target.getKey()))
			.filter((target) -> !before.contains(target.getKey().toString()))
			.filter((target) -> consumer.position(target.getKey(), POSITION_LIMIT) >= target.getValue())
			.map(Map.Entry::getKey)
			.toList();
	}

}
