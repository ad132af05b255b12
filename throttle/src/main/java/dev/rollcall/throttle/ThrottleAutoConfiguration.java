package dev.rollcall.throttle;

import java.time.Clock;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.scheduling.annotation.EnableScheduling;

/**
 * Provides {@link Attempts} and runs their clean-up.
 */
@AutoConfiguration
@EnableScheduling
@EnableConfigurationProperties(ThrottleWindow.class)
class ThrottleAutoConfiguration {

	@Bean
	Attempts attempts(ReactiveMongoTemplate mongo, ThrottleWindow properties, Clock clock) {
		return new Attempts(mongo, properties.window(), clock);
	}

}
