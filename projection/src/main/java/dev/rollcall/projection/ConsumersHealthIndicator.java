package dev.rollcall.projection;

import java.util.List;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * The state of each consumer; down while one waits for something that is not available.
 * Not for readiness: an outage behind the service is no reason to take it out of service.
 */
final class ConsumersHealthIndicator extends AbstractHealthIndicator {

	private final List<DeclaredConsumer> consumers;

	ConsumersHealthIndicator(List<DeclaredConsumer> consumers) {
		this.consumers = consumers;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		builder.up();
		for (DeclaredConsumer consumer : this.consumers) {
			if (!consumer.status().isWell()) {
				builder.down();
			}
			builder.withDetail(consumer.name(), consumer.status().describe(consumer.catchingUp()));
		}
	}

}
