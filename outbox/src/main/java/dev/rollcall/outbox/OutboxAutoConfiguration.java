package dev.rollcall.outbox;

import java.time.Clock;

import dev.rollcall.schemas.Topic;
import dev.rollcall.verification.Verification;
import dev.rollcall.verification.VerifyProperties;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.data.mongodb.autoconfigure.DataMongoReactiveAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.data.mongodb.ReactiveMongoDatabaseFactory;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.ProducerFactory;

/**
 * Adds the outbox to a service. Uses the connections that Boot configures from
 * {@code spring.kafka} and {@code spring.mongodb}; does not connect during the start.
 */
@AutoConfiguration(after = { KafkaAutoConfiguration.class, DataMongoReactiveAutoConfiguration.class,
		CompositeMeterRegistryAutoConfiguration.class })
@EnableConfigurationProperties({ OutboxProperties.class, VerifyProperties.class })
class OutboxAutoConfiguration {

	private final Clock clock;

	private final OutboxProperties properties;

	private final String service;

	OutboxAutoConfiguration(OutboxProperties properties, Environment environment, ObjectProvider<Clock> clock) {
		this.properties = properties;
		this.clock = clock.getIfUnique(Clock::systemUTC);
		this.service = (properties.service() != null) ? properties.service()
				: environment.getRequiredProperty("spring.application.name");
	}

	@Bean
	Outbox outbox(OutboxRelay relay) {
		return new Outbox(this.clock, relay::wake, relay::addToBacklog);
	}

	@Bean
	EventEncoder eventEncoder(SchemaIds schemas, Traces traces) {
		return new EventEncoder(this.service, schemas, traces);
	}

	@Bean
	@ConditionalOnEnabledHealthIndicator("schemas")
	SchemasHealthIndicator schemasHealthIndicator(SchemaIds schemas) {
		return new SchemasHealthIndicator(schemas);
	}

	@Bean
	RelayClients outboxRelayClients(ProducerFactory<?, ?> producers, ConsumerFactory<?, ?> consumers) {
		String topic = (this.properties.relayTopic() != null) ? this.properties.relayTopic()
				: Topic.relay(this.service).name();
		return new RelayClients(producers.getConfigurationProperties(), consumers.getConfigurationProperties(),
				this.service, topic);
	}

	@Bean
	OutboxRelay outboxRelay(RelayContext context, RelayClients clients, ObjectProvider<MeterRegistry> meters) {
		OutboxRelay relay = new OutboxRelay(clients, context, this.properties.sweepPause(), this.properties.relaying());
		relay.register(meters.getIfUnique(SimpleMeterRegistry::new));
		return relay;
	}

	@Bean
	OutboxAudit outboxAudit(RelayContext context, RelayClients clients, Outbox outbox, VerifyProperties verify) {
		return new OutboxAudit(clients, context.store().pending(), context.store().published(), outbox,
				verify.lookAgain());
	}

	/** Runs first, so that missing messages are on their way before others compare. */
	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	Verification outboxVerification(OutboxAudit audit) {
		return new OutboxVerification(audit);
	}

	@Bean
	@ConditionalOnEnabledHealthIndicator("outbox")
	OutboxHealthIndicator outboxHealthIndicator(OutboxRelay relay, BacklogWatch watch, RelayContext context) {
		return new OutboxHealthIndicator(relay, watch, context.blocked());
	}

	@Bean
	BacklogWatch outboxBacklogWatch(RelayContext context, ObjectProvider<MeterRegistry> meters) {
		BacklogWatch watch = new BacklogWatch(context);
		watch.register(meters.getIfUnique(SimpleMeterRegistry::new));
		return watch;
	}

	@Bean
	Housekeeping outboxHousekeeping(RelayContext context) {
		return Housekeeping.of(context.store(), context.threads());
	}

	@Bean
	SchemaIds outboxSchemaIds(Store store, ProducerFactory<?, ?> producers, RelayThreads threads) {
		return new SchemaIds(this.properties.schemas(), store,
				new SchemaLookup(producers.getConfigurationProperties(), threads), threads);
	}

	@Bean
	RelayContext outboxRelayContext(Store store, RelayThreads threads, ObjectProvider<MeterRegistry> meters,
			Traces traces, ObjectProvider<Companions> companions) {
		RelayStore relayed = new RelayStore(new PendingDocuments(store, this.properties.collection(), this.clock),
				new PublishedMessages(store, this.properties.keepPublished(), this.clock), new Erasures(store),
				new SlotEpochs(store, this.clock));
		return new RelayContext(relayed, threads, new OutboxMetrics(meters.getIfUnique(SimpleMeterRegistry::new)),
				new BlockedTopics(), traces, companions.getIfUnique(() -> Companions.NONE),
				new Markers(this.properties.markedTopics(), this.properties.markerInterval()));
	}

	@Bean
	Traces outboxTraces(ObjectProvider<Tracer> tracers, ObjectProvider<Propagator> propagators) {
		return new Traces(tracers.getIfUnique(() -> Tracer.NOOP), propagators.getIfUnique(() -> Propagator.NOOP));
	}

	@Bean
	Store outboxStore(ReactiveMongoDatabaseFactory database) {
		return new Store(database, this.properties.storeTimeout());
	}

	@Bean
	RelayThreads outboxThreads() {
		return new RelayThreads();
	}

}
