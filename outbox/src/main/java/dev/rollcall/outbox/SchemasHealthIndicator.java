package dev.rollcall.outbox;

import java.util.Collection;

import reactor.core.publisher.Mono;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;

/**
 * Out of service until the content ids of all declared schemas are known, then always up,
 * even if the registry is unavailable.
 */
final class SchemasHealthIndicator implements ReactiveHealthIndicator {

	private final SchemaIds schemas;

	SchemasHealthIndicator(SchemaIds schemas) {
		this.schemas = schemas;
	}

	@Override
	public Mono<Health> health() {
		return Mono.fromSupplier(this::current);
	}

	private Health current() {
		Collection<String> missing = this.schemas.missing();
		return missing.isEmpty() ? Health.up().build() : Health.outOfService().withDetail("missing", missing).build();
	}

}
