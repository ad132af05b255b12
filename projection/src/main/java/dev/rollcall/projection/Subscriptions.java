package dev.rollcall.projection;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

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

	Subscriptions(String service, MeterRegistry meters, Generations generations, ProjectionDatabase database,
			Beginnings beginnings) {
		this.service = service;
		this.meters = meters;
		this.generations = generations;
		this.database = database;
		this.beginnings = beginnings;
	}

	Subscription of(CatchUp catchUp, Set<String> compactedTopics) {
		Projection projection = catchUp.projection();
		ConsumerMeters own = new ConsumerMeters(this.meters, projection.name());
		List<String> topics = projection.parts().stream().map(ProjectionPart::topic).toList();
		return new Subscription(projection.name(), topics, own, () -> {
			Generation generation = catchUp.begin();
			return new Preparation(generation.group(), new ProjectionHandler(projection, generation, this.generations,
					this.database, compactedTopics, own), everything(), catchUp::look);
		});
	}

	Subscription of(Reaction reaction) {
		ConsumerMeters own = new ConsumerMeters(this.meters, reaction.name());
		return new Subscription(reaction.name(), reaction.topics(), own, () -> new Preparation(group(reaction.name()),
				new RecordHandler(reaction::react, own), everything(), nothing()));
	}

	Subscription of(Effect effect) {
		ConsumerMeters own = new ConsumerMeters(this.meters, effect.name());
		String group = group(effect.name());
		return new Subscription(effect.name(), effect.topics(), own,
				() -> new Preparation(group, new RecordHandler(effect::record, own),
						notBefore(this.beginnings.of(group, effect.topics())), nothing()));
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
