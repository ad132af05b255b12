package dev.rollcall.projection;

import java.util.List;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Up once each projection has caught up with its topics; that is persisted, so it stays
 * up after a restart.
 */
final class ProjectionsHealthIndicator extends AbstractHealthIndicator {

	private final List<ProjectionConsumer> projections;

	ProjectionsHealthIndicator(List<ProjectionConsumer> projections) {
		this.projections = projections;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		builder.up();
		for (ProjectionConsumer projection : this.projections) {
			String waitingFor = projection.catchingUp();
			if (waitingFor != null) {
				builder.outOfService();
			}
			builder.withDetail(projection.name(), (waitingFor != null) ? "waits for " + waitingFor : "caught up");
		}
	}

}
