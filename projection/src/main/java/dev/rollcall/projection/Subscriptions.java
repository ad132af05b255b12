package dev.rollcall.projection;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

import dev.rollcall.schemas.EventHeaders;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Creates the subscriptions of the service's projections, reactions and effects.
 */
final class Subscriptions {

	private final String service;

	private final Instruments instruments;

	private final Generations generations;

	private final ProjectionDatabase database;

	private final StartOffsets startOffsets;

	private final Set<String> compactedTopics;

	Subscriptions(String service, Instruments instruments, Generations generations, ProjectionDatabase database,
			StartOffsets startOffsets, Set<String> compactedTopics) {
		this.service = service;
		this.instruments = instruments;
		this.generations = generations;
		this.database = database;
		this.startOffsets = startOffsets;
		this.compactedTopics = compactedTopics;
	}

	/** Creates the meters of a projection, which all its generations share. */
	ConsumerMeters meters(Projection projection, Supplier<ConsumerStatus> status) {
		return new ConsumerMeters(this.instruments.meters(), projection.name(), status);
	}

	/**
	 * Finds where a dead letter of a projection is applied again: its generations, the
	 * active one first.
	 */
	List<Preparation> redrive(Projection projection, ConsumerMeters meters) {
		return Objects.requireNonNull(this.generations.state(projection).block())
			.activeFirst()
			.map((generation) -> Preparation.of(generation.group(), handler(projection, generation, meters),
					everything(), Traces.NONE))
			.toList();
	}

	/**
	 * Creates the subscription of one generation.
	 * @param serves whether the generation is active: only the active one is traced and
	 * is not throttled
	 */
	Subscription of(Projection projection, ConsumerMeters meters, CatchUp catchUp,
			Predicate<ConsumerRecord<?, ?>> reports, BooleanSupplier serves) {
		ConsumerStatus status = new ConsumerStatus(this.instruments.clock());
		return new Subscription(projection.name(), projection.topics(), meters, status, Duration.ZERO, () -> {
			Generation generation = catchUp.begin();
			return new Preparation(generation.group(), handler(projection, generation, meters), everything(), reports,
					() -> load(catchUp.generation(), serves.getAsBoolean()), catchUp::observe,
					() -> new ProcessSpans(traces(serves.getAsBoolean()), generation.group()));
		});
	}

	private static Preparation.Load load(Generation generation, boolean serves) {
		if (serves) {
			return Preparation.Load.LIVE;
		}
		if (generation.number() > 1) {
			return Preparation.Load.REBUILD;
		}
		boolean nothingToFill = generation.caughtUp() || generation.isComplete();
		return nothingToFill ? Preparation.Load.LIVE : Preparation.Load.FILL;
	}

	private Traces traces(boolean wanted) {
		return wanted ? this.instruments.traces() : Traces.NONE;
	}

	private BatchHandler handler(Projection projection, Generation generation, ConsumerMeters counts) {
		return new ProjectionHandler(new ProjectionParts(projection, this.compactedTopics), generation,
				this.generations, this.database, counts);
	}

	Subscription of(Reaction reaction) {
		return subscription(reaction.name(), reaction.topics(), reaction.maxWait(), reaction::react,
				(group, meters) -> everything());
	}

	Subscription of(Effect effect) {
		return subscription(effect.name(), effect.topics(), Duration.ZERO, effect::record,
				(group, meters) -> notBefore(this.startOffsets.of(group, effect.topics()))
					.and((record) -> isNew(record, meters)));
	}

	private Subscription subscription(String name, List<String> topics, Duration maxWait, Consumer<EventRecord> handler,
			BiFunction<String, ConsumerMeters, Predicate<ConsumerRecord<?, ?>>> relevant) {
		String group = this.service + "-" + name;
		ConsumerStatus status = new ConsumerStatus(this.instruments.clock());
		ConsumerMeters meters = new ConsumerMeters(this.instruments.meters(), name, () -> status);
		return new Subscription(name, topics, meters, status, maxWait, () -> Preparation.of(group,
				new RecordHandler(handler, meters), relevant.apply(group, meters), this.instruments.traces()));
	}

	private static Predicate<ConsumerRecord<?, ?>> everything() {
		return (record) -> true;
	}

	private static boolean isNew(ConsumerRecord<?, ?> record, ConsumerMeters counts) {
		if (record.headers().lastHeader(EventHeaders.REPLAY) == null) {
			return true;
		}
		counts.replayed();
		return false;
	}

	private static Predicate<ConsumerRecord<?, ?>> notBefore(Map<TopicPartition, Long> startOffsets) {
		return (record) -> record.offset() >= startOffsets
			.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L);
	}

	/** What observes the consumers. */
	record Instruments(MeterRegistry meters, Traces traces, Clock clock) {

	}

}
