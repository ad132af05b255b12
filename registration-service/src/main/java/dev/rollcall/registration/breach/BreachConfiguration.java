package dev.rollcall.registration.breach;

import java.io.IOException;

import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Selects the source of breached passwords.
 */
@Configuration(proxyBeanMethods = false)
class BreachConfiguration {

	@Bean
	BreachedPasswords breachedPasswords(BreachProperties properties, MeterRegistry meters) throws IOException {
		return new BreachedPasswords(source(properties), properties.timeLimit(), meters);
	}

	private static BreachedPasswords.Source source(BreachProperties properties) throws IOException {
		if (properties.rangeApi() != null) {
			return new RangeApi(properties.rangeApi());
		}
		return (properties.file() != null) ? HashFile.open(properties.file()) : BreachedPasswords.Source.NONE;
	}

}
