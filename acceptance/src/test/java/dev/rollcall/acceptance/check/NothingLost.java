package dev.rollcall.acceptance.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.rollcall.acceptance.check.Operation.Kind;
import dev.rollcall.acceptance.check.Operation.Outcome;
import org.bson.Document;

/**
 * I1: every acknowledged registration has its account and its event, and every version of
 * an account is in the log. No message is pending and no outcome is unknown.
 */
final class NothingLost implements Guarantee {

	@Override
	public List<String> violations(History history) {
		List<String> violations = new ArrayList<>();
		Map<String, List<LogRecord>> events = history.own(History.USER_EVENTS);
		Map<String, Document> accounts = new HashMap<>();
		history.stores().accounts().forEach((account) -> accounts.put(canonical(account), account));
		for (Operation operation : history.outcomes()) {
			if (operation.outcome() == Outcome.INFO && operation.kind() == Kind.REGISTER) {
				violations.add("unresolved: the outcome of operation %s is unknown".formatted(operation.id()));
			}
			else if (operation.outcome() == Outcome.OK && operation.kind() == Kind.REGISTER) {
				registered(operation, accounts.get(operation.email()), events, violations);
			}
		}
		history.stores().accounts().forEach((account) -> published(account, events, violations));
		history.stores().sessions().forEach((sessions) -> pending("sessions", sessions, violations));
		return violations;
	}

	private static void registered(Operation operation, Document account, Map<String, List<LogRecord>> events,
			List<String> violations) {
		String userId = String.valueOf(operation.answer().userId());
		if (account == null) {
			violations.add("lost account: operation %s returned user %s, which has no account".formatted(operation.id(),
					userId));
		}
		else if (!userId.equals(account.getString("_id"))) {
			violations.add("other account: operation %s returned user %s, but the address belongs to user %s"
				.formatted(operation.id(), userId, account.getString("_id")));
		}
		if (events.getOrDefault(userId, List.of()).stream().noneMatch((event) -> event.is("UserRegistered"))) {
			violations.add("lost event: UserRegistered of user %s is not in the log, operation %s".formatted(userId,
					operation.id()));
		}
	}

	private static void published(Document account, Map<String, List<LogRecord>> events, List<String> violations) {
		String userId = account.getString("_id");
		long version = account.get("version", Number.class).longValue();
		for (long i = 1; i <= version; i++) {
			long wanted = i;
			if (events.getOrDefault(userId, List.of())
				.stream()
				.noneMatch((event) -> event.number("userVersion") == wanted)) {
				violations.add("lost event: version %d of user %s is not in the log".formatted(wanted, userId));
			}
		}
		pending("account", account, violations);
	}

	private static void pending(String what, Document document, List<String> violations) {
		if (!document.getList("outbox", Document.class, List.of()).isEmpty()) {
			violations.add("pending: the %s document of user %s has unpublished messages".formatted(what,
					document.getString("_id")));
		}
	}

	static String canonical(Document account) {
		return account.getEmbedded(List.of("email", "canonical"), String.class);
	}

}
