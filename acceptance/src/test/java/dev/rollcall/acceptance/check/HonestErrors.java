package dev.rollcall.acceptance.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.rollcall.acceptance.check.Operation.Kind;
import dev.rollcall.acceptance.check.Operation.Outcome;

/**
 * I12: every response is success, 4xx, or 503 with Retry-After, within the limit. Sign-in
 * to an account whose registration was acknowledged never gets 401.
 */
final class HonestErrors implements Guarantee {

	/** What the client itself may add, in ms, on a machine shared with all processes. */
	private static final long SLACK = Long.getLong("slack", 1000);

	private static final long TOKEN_LIFE = 9 * 60_000;

	@Override
	public List<String> violations(History history) {
		List<String> violations = new ArrayList<>();
		Map<String, Long> registered = new HashMap<>();
		for (Operation operation : history.ledger()) {
			if (operation.kind() == Kind.REGISTER && operation.outcome() == Outcome.OK) {
				registered.put(operation.email(), operation.end());
			}
			if (operation.start() < history.circumstances().since()) {
				continue;
			}
			String fault = fault(operation, history.circumstances().clientsCutOff());
			if (!fault.isEmpty()) {
				violations
					.add("%s: operation %s, %s, %d ms, status %d %s".formatted(fault, operation.id(), operation.kind(),
							operation.duration(), operation.answer().status(), operation.answer().detail()));
			}
			if (isFalseRefusal(operation, registered.get(operation.email()))) {
				violations.add("false 401: operation %s signs in to an account whose registration was acknowledged"
					.formatted(operation.id()));
			}
		}
		return violations;
	}

	private static String fault(Operation operation, boolean cutOff) {
		int status = operation.answer().status();
		long limit = SLACK + ((operation.kind() == Kind.SIGN_IN) ? 6000 : 5000);
		if (status == 0) {
			return cutOff ? "" : "no response";
		}
		if (operation.duration() > limit) {
			return "late";
		}
		boolean honest = status < 500 || (status == 503 && operation.answer().retryAfter() != null);
		return honest ? "" : "wrong error";
	}

	private static boolean isFalseRefusal(Operation operation, Long acknowledgedAt) {
		return operation.kind() == Kind.SIGN_IN && operation.answer().status() == 401 && acknowledgedAt != null
				&& operation.start() >= acknowledgedAt && operation.start() - acknowledgedAt < TOKEN_LIFE;
	}

}
