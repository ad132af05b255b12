package dev.rollcall.acceptance.check;

import java.util.List;

/**
 * I11: the system becomes quiet by itself within the limit after the end of the fault.
 */
final class RecoveryBounded implements Guarantee {

	@Override
	public List<String> violations(History history) {
		Circumstances circumstances = history.circumstances();
		return (circumstances.quietAfter().compareTo(circumstances.quietLimit()) <= 0) ? List.of()
				: List.of("slow recovery: the system was quiet after %s, the limit is %s"
					.formatted(circumstances.quietAfter(), circumstances.quietLimit()));
	}

}
