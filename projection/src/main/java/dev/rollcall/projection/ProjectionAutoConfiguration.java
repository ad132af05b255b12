package dev.rollcall.projection;

import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import dev.rollcall.schemas.AvroLimits;
import dev.rollcall.verification.TopicReader;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
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
			ProjectionDatabase database, TopicOffsets offsets, Traces traces) {
		return new Subscriptions(this.service,
				new Subscriptions.Instruments(meters.getIfAvailable(() -> Metrics.globalRegistry), traces, this.clock),
				generations, database, new StartOffsets(database, offsets), compactedTopics());
	}

	@Bean
	Traces projectionTraces(ObjectProvider<Tracer> tracers, ObjectProvider<Propagator> propagators) {
		Tracer tracer = tracers.getIfUnique();
		Propagator propagator = propagators.getIfUnique();
		return (tracer != null && propagator != null) ? Traces.of(tracer, propagator) : Traces.NONE;
	}

	@Bean
	EventDecoder projectionEventDecoder(ConsumerFactory<?, ?> consumers) {
		AvroLimits.apply();
		return EventDecoder.of(consumers.getConfigurationProperties(), this.properties.applyTimeLimit(),
				compactedTopics());
	}

	@Bean
	DeadLetterPublisher projectionDeadLetters(ProducerFactory<?, ?> producers) {
		return new DeadLetterPublisher(this.service, producers.getConfigurationProperties(),
				this.properties.applyTimeLimit());
	}

	@Bean
	ListenerContainers projectionListenerContainers(ConsumerFactory<?, ?> consumers, EventDecoder decoder,
			DeadLetterPublisher deadLetters, ObjectProvider<DefaultKafkaConsumerFactoryCustomizer> customizers) {
		ListenerContainers containers = new ListenerContainers(consumers.getConfigurationProperties(), this.properties,
				decoder, deadLetters);
		customizers.orderedStream().forEach(containers::customize);
		return containers;
	}

	@Bean
	GenerationCleaner projectionGenerationCleaner(ProjectionDatabase database, TopicOffsets offsets) {
		return new GenerationCleaner(database, offsets, this.service, this.properties.rebuild().keepFormer(),
				this.clock);
	}

	@Bean
	ComparedGenerations projectionComparedGenerations(ProjectionDatabase database, EventDecoder decoder,
			ConsumerFactory<?, ?> consumers) {
		return new ComparedGenerations(database,
				new LogReader(new TopicReader(consumers.getConfigurationProperties(), this.properties.applyTimeLimit()),
						decoder, new BackgroundThrottle(this.properties.rebuild().longestRest())));
	}

	@Bean
	ProjectionConsumers projectionConsumers(ObjectProvider<Projection> projections, Generations generations,
			Subscriptions subscriptions, ListenerContainers containers, GenerationCleaner cleaner, TopicOffsets offsets,
			ComparedGenerations compared) {
		ProjectionConsumer.Tools tools = new ProjectionConsumer.Tools(containers, offsets, cleaner, this.clock);
		return new ProjectionConsumers(projections.orderedStream()
			.map((projection) -> new ProjectionConsumer(projection, generations, subscriptions,
					new Rebuild(projection, generations, offsets, this.clock,
							(active, building) -> GenerationComparison.start(projection, active, building,
									compared.database(), this.properties.rebuild(), compactedTopics(),
									(keys) -> compared.log().mentioned(Set.copyOf(projection.topics()), keys))),
					tools))
			.toList());
	}

	@Bean
	DeclaredConsumers projectionDeclaredConsumers(ProjectionConsumers projections, ObjectProvider<Reaction> reactions,
			ObjectProvider<Effect> effects, Subscriptions subscriptions) {
		return new DeclaredConsumers(projections.all(),
				Stream
					.concat(reactions.orderedStream().map(subscriptions::of),
							effects.orderedStream().map(subscriptions::of))
					.toList());
	}

	@Bean
	EventConsumers projectionEventConsumers(ProjectionConsumers projections, DeclaredConsumers consumers,
			ListenerContainers containers) {
		return new EventConsumers(projections.all(), consumers.others(), containers);
	}

	@Bean
	RebuildMeters projectionRebuildMeters(ProjectionConsumers projections, ObjectProvider<MeterRegistry> meters) {
		return new RebuildMeters(projections.all(), meters.getIfAvailable(() -> Metrics.globalRegistry));
	}

	@Bean
	@ConditionalOnAvailableEndpoint(endpoint = ProjectionsEndpoint.class)
	ProjectionsEndpoint projectionsEndpoint(ObjectProvider<Projection> projections, Generations generations,
			TopicOffsets offsets) {
		return new ProjectionsEndpoint(projections.orderedStream().toList(), generations,
				new RebuildProgress(offsets, this.clock));
	}

	@Bean
	@ConditionalOnEnabledHealthIndicator("consumers")
	ConsumersHealthIndicator consumersHealthIndicator(DeclaredConsumers consumers) {
		return new ConsumersHealthIndicator(consumers.all());
	}

	@Bean
	@ConditionalOnEnabledHealthIndicator("projections")
	ProjectionsHealthIndicator projectionsHealthIndicator(ProjectionConsumers projections) {
		return new ProjectionsHealthIndicator(projections.all());
	}

	private Set<String> compactedTopics() {
		return Set.copyOf(this.properties.compactedTopics());
	}

	/** What a comparison before a cut-over reads: the generations, and the log. */
	record ComparedGenerations(ProjectionDatabase database, LogReader log) {

	}

	/** The consumers of all projections, in the order of the beans. */
	record ProjectionConsumers(List<ProjectionConsumer> all) {

	}

	/** All consumers that the service declares. */
	record DeclaredConsumers(List<ProjectionConsumer> projections, List<Subscription> others) {

		List<DeclaredConsumer> all() {
			return Stream.<DeclaredConsumer>concat(this.projections.stream(), this.others.stream()).toList();
		}

	}

}
