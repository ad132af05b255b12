package dev.rollcall.verification;

import java.time.Duration;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.data.mongodb.ReactiveMongoDatabaseFactory;

/**
 * Runs every {@link Verification} bean, then those of every {@link Verifications} bean.
 */
@AutoConfiguration(afterName = {
		"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
		"org.springframework.boot.data.mongodb.autoconfigure.DataMongoReactiveAutoConfiguration" })
@EnableConfigurationProperties(VerifyProperties.class)
final class VerificationAutoConfiguration {

	private static final Duration STORE_TIMEOUT = Duration.ofSeconds(5);

	/** Six beats of the instance that runs verifications. */
	private static final Duration SILENCE = Duration.ofSeconds(60);

	@Bean
	VerificationRuns verificationRuns(ObjectProvider<Verification> single, ObjectProvider<Verifications> several,
			ObjectProvider<MeterRegistry> meters, VerifyProperties properties,
			ObjectProvider<ReactiveMongoDatabaseFactory> databases) {
		Stream<Verification> all = Stream.concat(single.orderedStream(),
				several.orderedStream().flatMap((some) -> some.all().stream()));
		return new VerificationRuns(all.toList(), new VerifyMeters(meters.getIfAvailable(() -> Metrics.globalRegistry)),
				properties.interval(), store(databases.getIfUnique()));
	}

	private static @Nullable VerificationStore store(@Nullable ReactiveMongoDatabaseFactory database) {
		return (database != null) ? new VerificationStore(database, STORE_TIMEOUT, SILENCE) : null;
	}

	@Bean
	@ConditionalOnAvailableEndpoint(endpoint = VerifyEndpoint.class)
	VerifyEndpoint verifyEndpoint(VerificationRuns runs) {
		return new VerifyEndpoint(runs);
	}

}
