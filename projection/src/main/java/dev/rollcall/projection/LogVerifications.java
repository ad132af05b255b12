package dev.rollcall.projection;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

import dev.rollcall.verification.Findings;
import dev.rollcall.verification.LogComparison;
import dev.rollcall.verification.Stored;
import dev.rollcall.verification.Verification;

/**
 * Creates verifications of stores that are not projections, such as the aggregates whose
 * events are the log.
 */
public final class LogVerifications {

	private final Set<String> compactedTopics;

	private final LogReader log;

	private final Duration lookAgain;

	LogVerifications(Set<String> compactedTopics, LogReader log, Duration lookAgain) {
		this.compactedTopics = compactedTopics;
		this.log = log;
		this.lookAgain = lookAgain;
	}

	/**
	 * Creates a verification. Declare it as a bean to run it.
	 * @param shape folds the log for the comparison; not a bean itself
	 * @param stored the documents to compare
	 * @return the verification, with the name of the shape
	 */
	public Verification of(Projection shape, Stored stored) {
		LogFold fold = fold(shape);
		return new Verification() {

			@Override
			public String name() {
				return shape.name();
			}

			@Override
			public Findings verify(Order order) {
				return new LogComparison(fold, stored, LogVerifications.this.lookAgain).findings(order);
			}

		};
	}

	/**
	 * Applies a reaction to all records of its topics, from the earliest: after a restore
	 * from a backup its consumer group is ahead of the store. Skips invalid records,
	 * because they are dead letters already. Blocks. A repeat is harmless.
	 * @param reaction the reaction; it may be consuming at the same time
	 * @return the number of applied records
	 * @throws RuntimeException if the broker, the registry or the reaction's store does
	 * not respond
	 */
	public long applyAgain(Reaction reaction) {
		LongAdder applied = new LongAdder();
		this.log.shares(Set.copyOf(reaction.topics()))
			.forEach((share) -> this.log.read(share, Map.of(), (key) -> true, (delivery) -> {
				try {
					reaction.react(delivery.event());
					applied.increment();
				}
				catch (InvalidEventException ex) {
					// A dead letter already.
				}
			}));
		return applied.sum();
	}

	LogFold fold(Projection shape) {
		return new LogFold(new ProjectionParts(shape, this.compactedTopics), this.log);
	}

	Set<String> compactedTopics() {
		return this.compactedTopics;
	}

	Duration lookAgain() {
		return this.lookAgain;
	}

}
