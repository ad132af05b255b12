package dev.rollcall.projection;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.core.ConsumerFactory;

/**
 * Runs every {@link Verification} bean, and one for each {@link Projection}.
 */
@AutoConfiguration(after = ProjectionAutoConfiguration.class)
@EnableConfigurationProperties(VerifyProperties.class)
final class VerificationAutoConfiguration {

	@Bean
	VerificationRuns verificationRuns(ObjectProvider<Verification> verifications, ProjectionVerifications projections,
			ObjectProvider<MeterRegistry> meters, VerifyProperties properties) {
		return new VerificationRuns(Stream.concat(verifications.orderedStream(), projections.all().stream()).toList(),
				new VerifyMeters(meters.getIfAvailable(() -> Metrics.globalRegistry)), properties.interval());
	}

	@Bean
	LogReader projectionLogReader(ConsumerFactory<?, ?> consumers, EventDecoder decoder, ProjectionDatabase database,
			VerifyProperties properties) {
		return new LogReader(consumers.getConfigurationProperties(), decoder, database.limit(),
				new Pace(properties.longestRest()));
	}

	@Bean
	LogVerifications logVerifications(LogReader log, ProjectionProperties properties, VerifyProperties settings) {
		return new LogVerifications(Set.copyOf(properties.compactedTopics()), log, settings.lookAgain());
	}

	@Bean
	ProjectionVerifications projectionVerifications(ObjectProvider<Projection> projections, Generations generations,
			ProjectionDatabase database, LogVerifications verifications) {
		return new ProjectionVerifications(projections.orderedStream()
			.map((projection) -> new ProjectionVerification(projection, generations, database,
					verifications.fold(projection), verifications.lookAgain(), verifications.compactedTopics()))
			.toList());
	}

	@Bean
	@ConditionalOnAvailableEndpoint(endpoint = VerifyEndpoint.class)
	VerifyEndpoint verifyEndpoint(VerificationRuns runs) {
		return new VerifyEndpoint(runs);
	}

	/**
	 * One for each projection.
	 *
	 * @param all in the order of the beans
	 */
	record ProjectionVerifications(List<ProjectionVerification> all) {

	}

}
