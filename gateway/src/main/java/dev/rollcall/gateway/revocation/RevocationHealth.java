package dev.rollcall.gateway.revocation;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Ready once the gateway has read which sessions have ended; or, unless the deny-set is
 * required, after the grace period.
 */
@Component("revocation")
final class RevocationHealth implements HealthIndicator {

	private final EndedSessions sessions;

	private final RevocationProperties properties;

	RevocationHealth(EndedSessions sessions, RevocationProperties properties) {
		this.sessions = sessions;
		this.properties = properties;
	}

	@Override
	public Health health() {
		if (this.sessions.isFollowing()) {
			return Health.up().build();
		}
		boolean waits = this.properties.required() || this.sessions.isWithin(this.properties.grace());
		return (waits ? Health.outOfService() : Health.up()).withDetail("mode", "revocation-degraded").build();
	}

}
