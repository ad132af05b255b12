package dev.rollcall.projection;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.data.mongodb.autoconfigure.DataMongoReactiveAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaConsumerFactoryCustomizer;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.data.mongodb.ReactiveMongoDatabaseFactory;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.ProducerFactory;

/**
 * Consumes for every {@link Projection}, {@link Reaction} and {@link Effect} bean.
 */
@AutoConfiguration(after = { KafkaAutoConfiguration.class, DataMongoReactiveAutoConfiguration.class },
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@EnableConfigurationProperties(ProjectionProperties.class)
final class ProjectionAutoConfiguration {

	private final ProjectionProperties properties;

	private final String service;

	private final Clock clock;

	ProjectionAutoConfiguration(ProjectionProperties properties, Environment environment, ObjectProvider<Clock> clock) {
		this.properties = properties;
		this.service = (properties.service() != null) ? properties.service()
				: environment.getRequiredProperty("spring.application.name");
		this.clock = clock.getIfAvailable(Clock::systemUTC);
	}

	@Bean
	ProjectionDatabase projectionDatabase(ReactiveMongoDatabaseFactory databases) {
		return new ProjectionDatabase(databases, this.properties.applyTimeLimit());
	}

	@Bean
	Generations projectionGenerations(ProjectionDatabase database) {
		return new Generations(database, this.service, this.clock);
	}

	@Bean
	ProjectionStore projectionStore(ObjectProvider<Projection> projections, Generations generations,
			ProjectionDatabase database) {
		return new ProjectionStore(projections.orderedStream().toList(), generations, database);
	}

	@Bean
	TopicOffsets projectionTopicOffsets(KafkaAdmin admin) {
		return new TopicOffsets(admin.getConfigurationProperties(), this.properties.applyTimeLimit());
	}

	@Bean
	Subscriptions projectionSubscriptions(ObjectProvider<MeterRegistry> meters, Generations generations,
			ProjectionDatabase database, TopicOffsets offsets) {
		return new Subscriptions(this.service, meters.getIfAvailable(() -> Metrics.globalRegistry), generations,
				database, new Beginnings(database, offsets), this.clock);
	}

	@Bean
	EventDecoder projectionEventDecoder(ConsumerFactory<?, ?> consumers) {
		AvroLimits.apply();
		return EventDecoder.of(consumers.getConfigurationProperties(), compactedTopics(),
				this.properties.applyTimeLimit());
	}

	@Bean
	DeadLetters projectionDeadLetters(ProducerFactory<?, ?> producers) {
		return new DeadLetters(this.service, producers.getConfigurationProperties(), this.properties.applyTimeLimit());
	}

	@Bean
	ListenerContainers projectionListenerContainers(ConsumerFactory<?, ?> consumers, EventDecoder decoder,
			DeadLetters deadLetters, ObjectProvider<DefaultKafkaConsumerFactoryCustomizer> customizers) {
		ListenerContainers containers = new ListenerContainers(consumers.getConfigurationProperties(), this.properties,
				decoder, deadLetters);
		customizers.orderedStream().forEach(containers::customize);
		return containers;
	}

	@Bean
	CatchUps projectionCatchUps(ObjectProvider<Projection> projections, Generations generations, TopicOffsets offsets) {
		return new CatchUps(projections.orderedStream()
			.map((projection) -> new CatchUp(projection, generations, offsets, this.clock))
			.toList());
	}

	@Bean
	DeclaredConsumers projectionDeclaredConsumers(CatchUps catchUps, ObjectProvider<Reaction> reactions,
			ObjectProvider<Effect> effects, Subscriptions subscriptions) {
		List<Subscription> all = new ArrayList<>();
		catchUps.all().forEach((catchUp) -> all.add(subscriptions.of(catchUp, compactedTopics())));
		reactions.orderedStream().map(subscriptions::of).forEach(all::add);
		effects.orderedStream().map(subscriptions::of).forEach(all::add);
		return new DeclaredConsumers(all);
	}

	@Bean
	EventConsumers projectionEventConsumers(DeclaredConsumers consumers, ListenerContainers containers) {
		return new EventConsumers(consumers.all(), containers);
	}

	@Bean
	@ConditionalOnEnabledHealthIndicator("consumers")
	ConsumersHealthIndicator consumersHealthIndicator(DeclaredConsumers consumers) {
		return new ConsumersHealthIndicator(consumers.all());
	}

	@Bean
	@ConditionalOnEnabledHealthIndicator("projections")
	ProjectionsHealthIndicator projectionsHealthIndicator(CatchUps catchUps) {
		return new ProjectionsHealthIndicator(catchUps.all());
	}

	private Set<String> compactedTopics() {
		return Set.copyOf(this.properties.compactedTopics());
	}

	/**
	 * One for each projection.
	 *
	 * @param all in the order of the beans
	 */
	record CatchUps(List<CatchUp> all) {

	}

	/**
	 * One for each projection, reaction and effect.
	 *
	 * @param all in that order
	 */
	record DeclaredConsumers(List<Subscription> all) {
	}

}
