package dev.rollcall.projection;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Makes subscriptions of the service's projections, reactions and effects.
 */
final class Subscriptions {

	private final String service;

	private final MeterRegistry meters;

	private final Generations generations;

	private final ProjectionDatabase database;

	private final Beginnings beginnings;

	private final Clock clock;

	Subscriptions(String service, MeterRegistry meters, Generations generations, ProjectionDatabase database,
			Beginnings beginnings, Clock clock) {
		this.service = service;
		this.meters = meters;
		this.generations = generations;
		this.database = database;
		this.beginnings = beginnings;
		this.clock = clock;
	}

	Subscription of(CatchUp catchUp, Set<String> compactedTopics) {
		Projection projection = catchUp.projection();
		ConsumerStatus status = new ConsumerStatus(this.clock);
		ConsumerMeters own = new ConsumerMeters(this.meters, projection.name(), status);
		List<String> topics = projection.parts().stream().map(ProjectionPart::topic).toList();
		Function<Generation, BatchHandler> handler = (generation) -> new ProjectionHandler(projection, generation,
				this.generations, this.database, compactedTopics, own);
		return new Subscription(projection.name(), topics, own, status, () -> {
			Generation generation = catchUp.begin();
			return new Preparation(generation.group(), handler.apply(generation), everything(), catchUp::look);
		}, () -> {
			Generation active = Objects.requireNonNull(this.generations.active(projection).block());
			return new Preparation(active.group(), handler.apply(active), everything(), nothing());
		}, () -> catchUp.isDone() ? null : catchUp.waitingFor());
	}

	Subscription of(Reaction reaction) {
		ConsumerStatus status = new ConsumerStatus(this.clock);
		ConsumerMeters own = new ConsumerMeters(this.meters, reaction.name(), status);
		Supplier<Preparation> preparation = () -> new Preparation(group(reaction.name()),
				new RecordHandler(reaction::react, own), everything(), nothing());
		return new Subscription(reaction.name(), reaction.topics(), own, status, preparation, preparation, () -> null);
	}

	Subscription of(Effect effect) {
		ConsumerStatus status = new ConsumerStatus(this.clock);
		ConsumerMeters own = new ConsumerMeters(this.meters, effect.name(), status);
		String group = group(effect.name());
		Supplier<Preparation> preparation = () -> new Preparation(group, new RecordHandler(effect::record, own),
				notBefore(this.beginnings.of(group, effect.topics())), nothing());
		return new Subscription(effect.name(), effect.topics(), own, status, preparation, preparation, () -> null);
	}

	private String group(String consumer) {
		return this.service + "-" + consumer;
	}

	private static Predicate<ConsumerRecord<?, ?>> everything() {
		return (record) -> true;
	}

	private static Predicate<ConsumerRecord<?, ?>> notBefore(Map<TopicPartition, Long> beginnings) {
		return (record) -> record.offset() >= beginnings
			.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L);
	}

	private static Consumer<org.apache.kafka.clients.consumer.Consumer<?, ?>> nothing() {
		return (consumer) -> {
		};
	}

}
