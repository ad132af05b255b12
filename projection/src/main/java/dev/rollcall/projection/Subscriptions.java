package dev.rollcall.projection;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Makes subscriptions of the service's projections, reactions and effects.
 */
final class Subscriptions {

	/** The header that says that a record is of the past. */
	static final String REPLAY = "rollcall-replay";

	private final String service;

	private final Instruments instruments;

	private final Generations generations;

	private final ProjectionDatabase database;

	private final Beginnings beginnings;

	private final Set<String> compactedTopics;

	Subscriptions(String service, Instruments instruments, Generations generations, ProjectionDatabase database,
			Beginnings beginnings, Set<String> compactedTopics) {
		this.service = service;
		this.instruments = instruments;
		this.generations = generations;
		this.database = database;
		this.beginnings = beginnings;
		this.compactedTopics = compactedTopics;
	}

	/**
	 * Makes that of a projection as a whole: what health and operators see of it.
	 * @param consumer runs it
	 * @return the subscription, which is not for starting
	 */
	Subscription of(ProjectionConsumer consumer) {
		Projection projection = consumer.projection();
		ConsumerMeters own = new ConsumerMeters(this.instruments.meters(), projection.name(), consumer::status);
		return new Subscription(projection.name(), topics(projection), own, consumer::status, () -> {
			throw new IllegalStateException("A generation is started, not a projection");
		}, () -> {
			ProjectionState state = Objects.requireNonNull(this.generations.state(projection).block());
			return state.activeFirst()
				.map((generation) -> Preparation.of(generation.group(), handler(projection, generation, own),
						everything(), Traces.NONE))
				.toList();
		}, consumer::catchingUp);
	}

	/**
	 * Makes that of one generation.
	 * @param whole the projection's
	 * @param projection the projection
	 * @param catchUp watches the generation
	 * @param tellsOf which dead letters are its own
	 * @param serves whether it is the one that is read: traces tell of no other, and any
	 * other gives way
	 * @return the subscription
	 */
	Subscription of(Subscription whole, Projection projection, CatchUp catchUp, Predicate<ConsumerRecord<?, ?>> tellsOf,
			BooleanSupplier serves) {
		ConsumerStatus status = new ConsumerStatus(this.instruments.clock());
		return new Subscription(whole.consumer(), whole.topics(), whole.meters(), () -> status, () -> {
			Generation generation = catchUp.begin();
			return new Preparation(generation.group(), handler(projection, generation, whole.meters()), everything(),
					tellsOf, () -> load(catchUp.generation(), serves.getAsBoolean()), catchUp::look,
					() -> traces(serves.getAsBoolean()).processing(generation.group()));
		}, whole.redrive(), catchUp::waitingFor);
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
		return new ProjectionHandler(projection, generation, this.generations, this.database, this.compactedTopics,
				counts);
	}

	private static List<String> topics(Projection projection) {
		return projection.parts().stream().map(ProjectionPart::topic).toList();
	}

	Subscription of(Reaction reaction) {
		ConsumerStatus status = new ConsumerStatus(this.instruments.clock());
		ConsumerMeters own = new ConsumerMeters(this.instruments.meters(), reaction.name(), () -> status);
		Supplier<Preparation> preparation = () -> Preparation.of(group(reaction.name()),
				new RecordHandler(reaction::react, own), everything(), this.instruments.traces());
		return new Subscription(reaction.name(), reaction.topics(), own, () -> status, preparation,
				() -> List.of(preparation.get()), () -> null);
	}

	Subscription of(Effect effect) {
		ConsumerStatus status = new ConsumerStatus(this.instruments.clock());
		ConsumerMeters own = new ConsumerMeters(this.instruments.meters(), effect.name(), () -> status);
		String group = group(effect.name());
		Supplier<Preparation> preparation = () -> Preparation.of(group, new RecordHandler(effect::record, own),
				notBefore(this.beginnings.of(group, effect.topics())).and((record) -> isNew(record, own)),
				this.instruments.traces());
		return new Subscription(effect.name(), effect.topics(), own, () -> status, preparation,
				() -> List.of(preparation.get()), () -> null);
	}

	private String group(String consumer) {
		return this.service + "-" + consumer;
	}

	private static Predicate<ConsumerRecord<?, ?>> everything() {
		return (record) -> true;
	}

	private static boolean isNew(ConsumerRecord<?, ?> record, ConsumerMeters counts) {
		if (record.headers().lastHeader(REPLAY) == null) {
			return true;
		}
		counts.replayed();
		return false;
	}

	private static Predicate<ConsumerRecord<?, ?>> notBefore(Map<TopicPartition, Long> beginnings) {
		return (record) -> record.offset() >= beginnings
			.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L);
	}

	/**
	 * What watches the consumers.
	 *
	 * @param meters take what is counted
	 * @param traces go on with what a record belongs to
	 * @param clock the time
	 */
	record Instruments(MeterRegistry meters, Traces traces, Clock clock) {

	}

}
