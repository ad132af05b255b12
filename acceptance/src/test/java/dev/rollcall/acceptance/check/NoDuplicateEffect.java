package dev.rollcall.acceptance.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.rollcall.schemas.EventHeaders;
import org.bson.Document;

/**
 * I2 and I9: a repeated record is the same event, byte for byte. An event causes one mail
 * and one inbox entry.
 */
final class NoDuplicateEffect implements Guarantee {

	@Override
	public List<String> violations(History history) {
		List<String> violations = new ArrayList<>();
		history.own(History.USER_EVENTS).forEach((user, records) -> same(user, "userVersion", records, violations));
		history.own(History.SESSION_EVENTS)
			.forEach((user, records) -> same(user, "sessionSequence", records, violations));
		history.own(History.USERS).forEach((user, records) -> same(user, "version", records, violations));
		history.own(History.CREDENTIALS)
			.forEach((user, records) -> same(user, "credentialVersion", records, violations));
		mails(history, violations);
		inboxes(history, violations);
		return violations;
	}

	private static void same(String user, String field, List<LogRecord> records, List<String> violations) {
		Map<Long, LogRecord> first = new HashMap<>();
		for (LogRecord record : records) {
			LogRecord former = first.putIfAbsent(record.number(field), record);
			if (former != null && !(Arrays.equals(former.bytes(), record.bytes())
					&& String.valueOf(former.headers().get(EventHeaders.ID))
						.equals(record.headers().get(EventHeaders.ID)))) {
				violations.add("phantom duplicate: %s %d of user %s at %s differs from the event at %s".formatted(field,
						record.number(field), user, record.position(), former.position()));
			}
		}
	}

	private static void mails(History history, List<String> violations) {
		Set<String> expected = new HashSet<>();
		Deliveries.of(history).filter(Deliveries.Due::isMail).forEach((due) -> expected.add(due.messageId()));
		Map<String, Integer> copies = new HashMap<>();
		for (ReceivedMail mail : history.mails()) {
			if (!expected.contains(mail.messageId())) {
				violations.add("phantom mail: no event requires %s".formatted(mail.messageId()));
			}
			int copy = copies.merge(mail.messageId(), 1, Integer::sum);
			if (copy > 1 && !history.circumstances().mailsMayRepeat()) {
				violations.add("duplicate mail: copy %d of %s".formatted(copy, mail.messageId()));
			}
		}
	}

	private static void inboxes(History history, List<String> violations) {
		for (Document inbox : history.stores().inboxes()) {
			Set<String> seen = new HashSet<>();
			for (Document notification : inbox.getList("notifications", Document.class, List.of())) {
				if (!seen.add(notification.getString("notificationId"))) {
					violations.add("duplicate entry: %s in the inbox of user %s"
						.formatted(notification.getString("notificationId"), inbox.getString("_id")));
				}
			}
		}
	}

}
