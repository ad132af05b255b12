package dev.rollcall.projection;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Runs every {@link Verification} bean, and one for each {@link Projection}.
 */
@AutoConfiguration(after = ProjectionAutoConfiguration.class)
@EnableConfigurationProperties(VerifyProperties.class)
final class VerificationAutoConfiguration {

	@Bean
	VerificationRuns verificationRuns(ObjectProvider<Verification> verifications, ObjectProvider<MeterRegistry> meters,
			VerifyProperties properties) {
		return new VerificationRuns(verifications.orderedStream().toList(),
				new VerifyMeters(meters.getIfAvailable(() -> Metrics.globalRegistry)), properties.interval());
	}

	@Bean
	@ConditionalOnAvailableEndpoint(endpoint = VerifyEndpoint.class)
	VerifyEndpoint verifyEndpoint(VerificationRuns runs) {
		return new VerifyEndpoint(runs);
	}

}
