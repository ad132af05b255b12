package dev.rollcall.projection;

import java.util.List;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * The active generation of each projection, and the lag of the one being built.
 */
final class RebuildMeters {

	RebuildMeters(List<ProjectionConsumer> projections, MeterRegistry registry) {
		for (ProjectionConsumer projection : projections) {
			String name = projection.name();
			Gauge.builder("rollcall.projection.generation", projection::activeNumber)
				.description("The active generation; 0 if there is none yet")
				.tag("consumer", name)
				.register(registry);
			Gauge.builder("rollcall.projection.rebuild.lag", projection::rebuildLag)
				.description("Records not yet applied by the generation being built, in the partitions assigned here")
				.tag("consumer", name)
				.register(registry);
		}
	}

}
