package dev.rollcall.acceptance.check;

import java.util.ArrayList;
import java.util.List;

/**
 * Something that holds whatever happens.
 */
public interface Guarantee {

	/**
	 * Looks for what contradicts it.
	 * @param history the artefacts
	 * @return a line for each violation, with ids; empty if it holds
	 */
	List<String> violations(History history);

	/**
	 * Returns every guarantee.
	 * @return the guarantees
	 */
	static List<Guarantee> all() {
		return List.of(new NothingLost(), new NoGhosts(), new NoLostChange(), new UniqueEmails(), new PerUserOrder(),
				new NoDuplicateEffect(), new NoLostDelivery(), new ProjectionEqualsFold(), new HonestErrors(),
				new SessionSafety(), new NothingSilent(), new RecoveryBounded());
	}

	/**
	 * Requires that all hold.
	 * @param history the artefacts
	 */
	static void requireAll(History history) {
		List<String> failures = new ArrayList<>();
		for (Guarantee guarantee : all()) {
			List<String> violations = guarantee.violations(history);
			if (!violations.isEmpty()) {
				failures.add("%s: %d violations, among them%n  %s".formatted(guarantee.getClass().getSimpleName(),
						violations.size(),
						String.join("\n  ", violations.subList(0, Math.min(10, violations.size())))));
			}
		}
		if (!failures.isEmpty()) {
			throw new AssertionError(String.join("\n", failures));
		}
	}

}
