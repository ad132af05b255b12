package dev.rollcall.acceptance.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.rollcall.acceptance.check.Operation.Kind;
import dev.rollcall.acceptance.check.Operation.Outcome;
import org.bson.Document;

/**
 * I3: every event has its account version, and every account has a registration that was
 * not refused.
 */
final class NoGhosts implements Guarantee {

	@Override
	public List<String> violations(History history) {
		List<String> violations = new ArrayList<>();
		Map<String, Long> versions = new HashMap<>();
		history.stores()
			.accounts()
			.forEach((account) -> versions.put(account.getString("_id"),
					account.get("version", Number.class).longValue()));
		history.own(History.USER_EVENTS).forEach((userId, events) -> {
			long newest = events.stream().mapToLong((event) -> event.number("userVersion")).max().orElse(0);
			if (newest > versions.getOrDefault(userId, 0L)) {
				violations.add("ghost event: version %d of user %s, but the account has version %d".formatted(newest,
						userId, versions.getOrDefault(userId, 0L)));
			}
		});
		Set<String> registered = new HashSet<>();
		history.outcomes()
			.stream()
			.filter((operation) -> operation.kind() == Kind.REGISTER && operation.outcome() != Outcome.FAIL)
			.forEach((operation) -> registered.add(operation.email()));
		for (Document account : history.stores().accounts()) {
			if (!registered.contains(NothingLost.canonical(account))) {
				violations
					.add("ghost account: user %s has no accepted registration".formatted(account.getString("_id")));
			}
		}
		return violations;
	}

}
