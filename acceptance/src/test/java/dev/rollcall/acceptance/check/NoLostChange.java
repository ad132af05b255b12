package dev.rollcall.acceptance.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.rollcall.acceptance.check.Operation.Kind;
import dev.rollcall.acceptance.check.Operation.Outcome;

/**
 * I1 and I3 for changes of a user: acknowledged changes are in the log, refused ones are
 * not.
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
			boolean published = names.contains(operation.id());
			if (operation.kind() == Kind.CHANGE_PROFILE && operation.outcome() == Outcome.OK && !published) {
				violations.add("lost change: operation %s of user %s was acknowledged, but its name is not in the log"
					.formatted(operation.id(), operation.answer().userId()));
			}
			else if (operation.kind() == Kind.CHANGE_PROFILE && operation.outcome() == Outcome.FAIL && published) {
				violations.add(
						"ghost change: operation %s was refused, but its name is in the log".formatted(operation.id()));
			}
			else if (operation.kind() == Kind.CHANGE_PASSWORD && operation.outcome() == Outcome.OK
					&& !hasPasswordChange(events.get(operation.answer().userId()))) {
				violations.add("lost change: no UserPasswordChanged of user %s, operation %s"
					.formatted(operation.answer().userId(), operation.id()));
			}
		}
		return violations;
	}

	private static boolean hasPasswordChange(List<LogRecord> events) {
		return events != null && events.stream().anyMatch((event) -> event.is("UserPasswordChanged"));
	}

}
