package dev.rollcall.projection;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import dev.rollcall.verification.RootCause;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a generation that has caught up to its cut-over: one of the instances compares it
 * with the active one, then it must reach the end offsets of that time, then it becomes
 * active; or it is stopped. Each step is stored, so another instance can continue. Used
 * by one thread.
 */
final class Rebuild implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Rebuild.class);

	/** Without a renewal for this long, another instance takes the comparison over. */
	private static final Duration CLAIM_TIMEOUT = Duration.ofSeconds(15);

	private final String instance = UUID.randomUUID().toString();

	private final Projection projection;

	private final Generations generations;

	private final TopicOffsets offsets;

	private final Clock clock;

	private final Comparisons comparisons;

	private @Nullable GenerationComparison comparison;

	/** Whether the comparison is done and the last end offsets are set. */
	private boolean targeted;

	Rebuild(Projection projection, Generations generations, TopicOffsets offsets, Clock clock,
			Comparisons comparisons) {
		this.projection = projection;
		this.generations = generations;
		this.offsets = offsets;
		this.clock = clock;
		this.comparisons = comparisons;
	}

	/** Takes the next step, if it is due and this instance's. */
	void advance(ProjectionState state) {
		Generation building = state.building().orElse(null);
		Generation active = state.active().orElse(null);
		GenerationComparison current = this.comparison;
		if (building == null || active == null || !building.caughtUp() || building.isStopped()) {
			close();
		}
		else if (current == null || current.number() != building.number()) {
			close();
			compare(active, building);
		}
		else if (!claim(building, Instant.MIN)) {
			close();
		}
		else if (current.isDone()) {
			conclude(building, current);
		}
	}

	private void compare(Generation active, Generation building) {
		if (claim(building, this.clock.instant().minus(CLAIM_TIMEOUT))) {
			logger.info("Generation {} of projection {} has caught up; comparing it with generation {}",
					building.number(), this.projection.name(), active.number());
			this.comparison = this.comparisons.start(active, building);
		}
	}

	private boolean claim(Generation building, Instant since) {
		return this.generations.claim(this.projection, building.number(), this.instance, since);
	}

	private void conclude(Generation building, GenerationComparison done) {
		int number = building.number();
		String name = this.projection.name();
		Throwable failure = done.failure();
		GenerationDifferences found = done.differences();
		if (failure != null) {
			close();
			logger.warn("Comparison of generation {} of projection {} failed and starts again: {}", number, name,
					RootCause.of(failure).getClass().getName());
		}
		else if (!found.isEmpty()) {
			close();
			this.generations.stop(this.projection, number, found.findings());
			logger.error("Generation {} of projection {} lacks users of the active generation and is stopped: {}",
					number, name, found.findings().toJson());
		}
		else if (!this.targeted) {
			this.generations.setLastTargets(this.projection, number, this.offsets.filledEnds(this.projection.topics()));
			this.targeted = true;
		}
		else if (building.isUpToDate()) {
			close();
			if (this.generations.cutOver(this.projection, number, found.findings())) {
				logger.info("Generation {} of projection {} is active now", number, name);
			}
		}
	}

	/** Ends a comparison that is running. */
	@Override
	public void close() {
		if (this.comparison != null) {
			this.comparison.close();
			this.comparison = null;
			this.targeted = false;
		}
	}

	/**
	 * Starts comparisons.
	 */
	@FunctionalInterface
	interface Comparisons {

		GenerationComparison start(Generation active, Generation building);

	}

}
