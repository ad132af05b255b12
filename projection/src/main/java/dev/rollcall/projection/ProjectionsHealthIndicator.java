package dev.rollcall.projection;

import java.util.List;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Up when each projection has once caught up with its topics, now or before a restart.
 */
final class ProjectionsHealthIndicator extends AbstractHealthIndicator {

	private final List<CatchUp> catchUps;

	ProjectionsHealthIndicator(List<CatchUp> catchUps) {
		this.catchUps = catchUps;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		builder.up();
		for (CatchUp catchUp : this.catchUps) {
			if (!catchUp.isDone()) {
				builder.outOfService();
			}
			builder.withDetail(catchUp.projection().name(),
					catchUp.isDone() ? "caught up" : "waits for " + catchUp.waitingFor());
		}
	}

}
