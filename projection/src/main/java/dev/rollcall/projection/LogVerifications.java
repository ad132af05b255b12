package dev.rollcall.projection;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/**
 * Makes verifications of what a service holds that is no projection, such as the
 * aggregates whose events are the log.
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
	 * Makes a verification; declare it as a bean to have it run.
	 * @param shape what the log is folded to, for comparison; not itself a bean
	 * @param held what is compared with it
	 * @return the verification, called as the shape is
	 */
	public Verification of(Projection shape, Held held) {
		LogFold fold = fold(shape);
		return new Verification() {

			@Override
			public String name() {
				return shape.name();
			}

			@Override
			public Findings verify(Order order) {
				return new LogComparison(fold, held, LogVerifications.this.lookAgain).findings(order);
			}

		};
	}

	/**
	 * Gives a reaction all that its topics hold, from their beginnings: after a restore
	 * from a backup its group is further than the store. What can never be applied is
	 * passed over, for it is a dead letter already. Blocks. A repeat is harmless.
	 * @param reaction the reaction; it may be consuming at the same time
	 * @return how many records it has taken
	 * @throws RuntimeException if broker, registry or the reaction's store do not answer
	 */
	public long applyAgain(Reaction reaction) {
		LongAdder applied = new LongAdder();
		this.log.shares(Set.copyOf(reaction.topics()))
			.forEach((share) -> this.log.read(share, (key) -> true, (delivery) -> {
				try {
					reaction.react(delivery.event());
					applied.increment();
				}
				catch (InvalidEventException ex) {
					// As the consumer found.
				}
				return true;
			}));
		return applied.sum();
	}

	LogFold fold(Projection shape) {
		return new LogFold(shape, this.compactedTopics, this.log, LogComparison.PORTION);
	}

	Set<String> compactedTopics() {
		return this.compactedTopics;
	}

	Duration lookAgain() {
		return this.lookAgain;
	}

}
