package dev.rollcall.projection;

import java.util.List;
import java.util.Set;

import dev.rollcall.verification.TopicReader;
import dev.rollcall.verification.Verification;
import dev.rollcall.verification.Verifications;
import dev.rollcall.verification.VerifyProperties;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.core.ConsumerFactory;

/**
 * Declares a {@link Verification} for each {@link Projection}.
 */
@AutoConfiguration(after = ProjectionAutoConfiguration.class)
@EnableConfigurationProperties(VerifyProperties.class)
final class ProjectionVerificationAutoConfiguration {

	@Bean
	LogReader projectionLogReader(ConsumerFactory<?, ?> consumers, EventDecoder decoder, ProjectionDatabase database,
			VerifyProperties properties) {
		return new LogReader(new TopicReader(consumers.getConfigurationProperties(), database.limit()), decoder,
				new BackgroundThrottle(properties.longestRest()));
	}

	@Bean
	LogVerifications logVerifications(LogReader log, ProjectionProperties properties, VerifyProperties settings) {
		return new LogVerifications(Set.copyOf(properties.compactedTopics()), log, settings.lookAgain());
	}

	@Bean
	Verifications projectionVerifications(ObjectProvider<Projection> projections, Generations generations,
			ProjectionDatabase database, LogVerifications verifications) {
		List<Verification> all = projections.orderedStream()
			.<Verification>map((projection) -> new ProjectionVerification(projection, generations, database,
					verifications.fold(projection), verifications.lookAgain(), verifications.compactedTopics()))
			.toList();
		return () -> all;
	}

}
