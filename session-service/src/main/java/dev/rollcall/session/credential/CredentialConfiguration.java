package dev.rollcall.session.credential;

import dev.rollcall.throttle.HashingCapacity;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The capacity of password verification, a bean of its own for its metrics.
 */
@Configuration(proxyBeanMethods = false)
class CredentialConfiguration {

	@Bean
	HashingCapacity hashingCapacity(CredentialProperties properties) {
		return new HashingCapacity(properties.limits());
	}

}
