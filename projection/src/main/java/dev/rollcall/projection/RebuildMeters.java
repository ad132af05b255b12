package dev.rollcall.projection;

import java.util.List;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Which generation of each projection serves here, and how far the next one is.
 */
final class RebuildMeters {

	RebuildMeters(List<ProjectionConsumer> projections, MeterRegistry registry) {
		for (ProjectionConsumer projection : projections) {
			String name = projection.name();
			Gauge.builder("rollcall.projection.generation", projection::activeNumber)
				.description("The generation that serves; 0 as long as there is none")
				.tag("consumer", name)
				.register(registry);
			Gauge.builder("rollcall.projection.rebuild.lag", projection::rebuildLag)
				.description("Records that the generation being built has not yet applied, of the partitions here")
				.tag("consumer", name)
				.register(registry);
		}
	}

}
