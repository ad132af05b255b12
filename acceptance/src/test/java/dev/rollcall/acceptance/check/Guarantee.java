package dev.rollcall.acceptance.check;

import java.util.ArrayList;
import java.util.List;

/**
 * A condition that must hold after every fault.
 */
public interface Guarantee {

	/**
	 * Finds violations.
	 * @param history the artefacts
	 * @return one line for each violation, with ids; empty if the guarantee holds
	 */
	List<String> violations(History history);

	/**
	 * Returns all guarantees.
	 */
	static List<Guarantee> all() {
		return List.of(new NothingLost(), new NoGhosts(), new NoLostChange(), new UniqueEmails(), new PerUserOrder(),
				new NoDuplicateEffect(), new NoLostDelivery(), new ProjectionEqualsFold(), new HonestErrors(),
				new SessionSafety(), new NothingSilent(), new RecoveryBounded());
	}

	/**
	 * Requires that all guarantees hold.
	 * @param history the artefacts
	 */
	static void requireAll(History history) {
		List<String> failures = new ArrayList<>();
		for (Guarantee guarantee : all()) {
			List<String> violations = guarantee.violations(history);
			if (!violations.isEmpty()) {
				failures.add("%s: %d violations, first 10:%n  %s".formatted(guarantee.getClass().getSimpleName(),
						violations.size(),
						String.join("\n  ", violations.subList(0, Math.min(10, violations.size())))));
			}
		}
		if (!failures.isEmpty()) {
			throw new AssertionError(String.join("\n", failures));
		}
	}

}
