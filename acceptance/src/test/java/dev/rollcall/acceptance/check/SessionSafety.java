package dev.rollcall.acceptance.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.rollcall.acceptance.check.Operation.Kind;
import dev.rollcall.acceptance.check.Operation.Outcome;

/**
 * I13 for refresh tokens: after an acknowledged sign-out, no refresh of the session
 * succeeds.
 */
final class SessionSafety implements Guarantee {

	@Override
	public List<String> violations(History history) {
		Map<String, Long> ended = new HashMap<>();
		for (Operation operation : history.outcomes()) {
			if (operation.kind() == Kind.SIGN_OUT && operation.outcome() == Outcome.OK) {
				ended.put(operation.answer().sessionId(), operation.end());
			}
		}
		List<String> violations = new ArrayList<>();
		for (Operation operation : history.ledger()) {
			Long end = ended.get(String.valueOf(operation.answer().sessionId()));
			if (operation.kind() == Kind.REFRESH && operation.outcome() == Outcome.OK && end != null
					&& operation.start() > end) {
				violations
					.add("refreshed after its end: operation %2$s refreshed session %1$s after an acknowledged sign-out"
						.formatted(operation.answer().sessionId(), operation.id()));
			}
		}
		return violations;
	}

}
