package dev.rollcall.projection;

import java.time.Clock;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.core.ConsumerFactory;

/**
 * Inspection and redrive of dead letters.
 */
@AutoConfiguration(after = ProjectionAutoConfiguration.class)
final class DeadLettersAutoConfiguration {

	@Bean
	DeadLetterDesk deadLetterDesk(ProjectionAutoConfiguration.DeclaredConsumers consumers, DeadLetterPublisher topics,
			ConsumerFactory<?, ?> factory, ProjectionProperties properties, ProjectionDatabase database,
			EventDecoder decoder, ObjectProvider<Clock> clock) {
		return new DeadLetterDesk(consumers.all(), topics,
				new DeadLetterReader(factory.getConfigurationProperties(), properties.applyTimeLimit()),
				new DeadLetterStates(database, clock.getIfAvailable(Clock::systemUTC)), new Redrive(decoder));
	}

	@Bean
	@ConditionalOnAvailableEndpoint(endpoint = DeadLettersEndpoint.class)
	DeadLettersEndpoint deadLettersEndpoint(DeadLetterDesk desk, EventDecoder decoder) {
		return new DeadLettersEndpoint(desk, new DeadLetterView(decoder));
	}

}
