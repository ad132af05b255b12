package dev.rollcall.registration.credential;

import java.util.List;

import dev.rollcall.throttle.HashingCapacity;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The bounded capacity for checking and hashing passwords.
 */
@Configuration(proxyBeanMethods = false)
class CredentialConfiguration {

	@Bean
	HashingCapacity hashingCapacity(CredentialProperties properties) {
		return new HashingCapacity(properties.limits());
	}

	@Bean
	Argon2id argon2id(CredentialProperties properties) {
		return Argon2id.of(properties);
	}

	/**
	 * The first estimate takes a second longer than others; no user should wait for it.
	 */
	@Bean
	GuessEstimate guessEstimate(HashingCapacity capacity) {
		GuessEstimate estimate = new GuessEstimate();
		capacity.run(() -> estimate.guessable(new Password("violet tractor"), List.of())).subscribe();
		return estimate;
	}

}
