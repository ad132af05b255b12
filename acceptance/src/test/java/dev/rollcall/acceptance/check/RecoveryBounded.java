package dev.rollcall.acceptance.check;

import java.util.List;

/**
 * I11: after the fault's end the system is quiet in time, unaided.
 */
final class RecoveryBounded implements Guarantee {

	@Override
	public List<String> violations(History history) {
		Circumstances circumstances = history.circumstances();
		return (circumstances.quietAfter().compareTo(circumstances.quietLimit()) <= 0) ? List.of()
				: List.of("slow recovery: quiet after %s, the limit is %s".formatted(circumstances.quietAfter(),
						circumstances.quietLimit()));
	}

}
