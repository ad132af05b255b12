package dev.rollcall.acceptance.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.bson.Document;

/**
 * I10: every required delivery has ended, and every delivery that ended as sent arrived.
 */
final class NoLostDelivery implements Guarantee {

	@Override
	public List<String> violations(History history) {
		List<String> violations = new ArrayList<>();
		history.stores()
			.due()
			.forEach((due) -> violations.add("stuck delivery: %s in state %s after %s attempts"
				.formatted(due.getString("_id"), due.getString("state"), due.get("attempts"))));
		Map<String, Document> done = new HashMap<>();
		history.stores().done().forEach((end) -> done.put(end.getString("_id"), end));
		Set<String> mails = history.mails().stream().map(ReceivedMail::messageId).collect(Collectors.toSet());
		Set<String> entries = entries(history);
		Set<String> unmailed = history.circumstances().unmailed();
		Deliveries.of(history)
			.filter((due) -> !unmailed.contains(due.event().key()))
			.forEach((due) -> ended(due, done,
					due.isMail() ? mails.contains(due.messageId()) : entries.contains(due.id()), violations));
		return violations;
	}

	private static void ended(Deliveries.Due due, Map<String, Document> done, boolean arrived,
			List<String> violations) {
		String id = due.id();
		String channel = due.channel();
		Document end = done.get(id);
		if (end == null) {
			violations.add("lost delivery: %s by %s of event %s has no outcome".formatted(id, channel,
					due.event().text("eventId")));
		}
		else if ("sent".equals(end.getString("outcome")) && !arrived) {
			violations.add("lost delivery: %s by %s is recorded as sent but has not arrived".formatted(id, channel));
		}
		else if (!"sent".equals(end.getString("outcome")) && end.getString("reason") == null) {
			violations.add("no reason: delivery %s by %s ended as %s without a reason".formatted(id, channel,
					end.getString("outcome")));
		}
	}

	private static Set<String> entries(History history) {
		Set<String> entries = new HashSet<>();
		for (Document inbox : history.stores().inboxes()) {
			inbox.getList("notifications", Document.class, List.of())
				.forEach((notification) -> entries.add(notification.getString("notificationId")));
		}
		return entries;
	}

}
