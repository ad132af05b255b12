package dev.rollcall.acceptance.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.rollcall.acceptance.check.Operation.Kind;
import dev.rollcall.acceptance.check.Operation.Outcome;

/**
 * I1 and I3 for what a user changes: what a client was told is done is in the log, what
 * was refused is not.
 */
final class NoLostChange implements Guarantee {

	@Override
	public List<String> violations(History history) {
		Map<String, List<LogRecord>> events = history.own(History.USER_EVENTS);
		Set<String> names = new HashSet<>();
		events.values()
			.stream()
			.flatMap(List::stream)
			.filter((event) -> event.is("UserProfileChanged") && event.part("state") != null)
			.forEach((event) -> names.add(String.valueOf(event.part("state").get("displayName"))));
		List<String> violations = new ArrayList<>();
		for (Operation operation : history.outcomes()) {
			boolean told = names.contains(operation.id());
			if (operation.kind() == Kind.CHANGE_PROFILE && operation.outcome() == Outcome.OK && !told) {
				violations
					.add("lost change: operation %s of user %s".formatted(operation.id(), operation.answer().userId()));
			}
			else if (operation.kind() == Kind.CHANGE_PROFILE && operation.outcome() == Outcome.FAIL && told) {
				violations.add("ghost change: operation %s was refused".formatted(operation.id()));
			}
			else if (operation.kind() == Kind.CHANGE_PASSWORD && operation.outcome() == Outcome.OK
					&& !hasPasswordChange(events.get(operation.answer().userId()))) {
				violations.add("lost change: no other password of user %s, operation %s"
					.formatted(operation.answer().userId(), operation.id()));
			}
		}
		return violations;
	}

	private static boolean hasPasswordChange(List<LogRecord> events) {
		return events != null && events.stream().anyMatch((event) -> event.is("UserPasswordChanged"));
	}

}
