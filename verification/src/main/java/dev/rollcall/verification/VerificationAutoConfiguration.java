package dev.rollcall.verification;

import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Runs every {@link Verification} bean, then those of every {@link Verifications} bean.
 */
@AutoConfiguration(
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@EnableConfigurationProperties(VerifyProperties.class)
final class VerificationAutoConfiguration {

	@Bean
	VerificationRuns verificationRuns(ObjectProvider<Verification> single, ObjectProvider<Verifications> several,
			ObjectProvider<MeterRegistry> meters, VerifyProperties properties) {
		Stream<Verification> all = Stream.concat(single.orderedStream(),
				several.orderedStream().flatMap((some) -> some.all().stream()));
		return new VerificationRuns(all.toList(), new VerifyMeters(meters.getIfAvailable(() -> Metrics.globalRegistry)),
				properties.interval());
	}

	@Bean
	@ConditionalOnAvailableEndpoint(endpoint = VerifyEndpoint.class)
	VerifyEndpoint verifyEndpoint(VerificationRuns runs) {
		return new VerifyEndpoint(runs);
	}

}
