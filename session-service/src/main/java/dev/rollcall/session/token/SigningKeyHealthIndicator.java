package dev.rollcall.session.token;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Up once a signing key is in memory, where it stays.
 */
@Component
final class SigningKeyHealthIndicator implements HealthIndicator {

	private final KeyRing keys;

	SigningKeyHealthIndicator(KeyRing keys) {
		this.keys = keys;
	}

	@Override
	public Health health() {
		return (this.keys.current().isPresent() ? Health.up() : Health.outOfService()).build();
	}

}
