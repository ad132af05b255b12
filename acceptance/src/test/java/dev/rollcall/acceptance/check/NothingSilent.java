package dev.rollcall.acceptance.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import dev.rollcall.schemas.EventHeaders;
import dev.rollcall.schemas.Topic;
import org.bson.Document;

/**
 * I14: the dead-letter topic of a consumer holds exactly the records that it can never
 * apply, unaltered and with the cause. No account is parked.
 */
final class NothingSilent implements Guarantee {

	private static final String ACCOUNTS = "session-service-accounts";

	private static final String SESSIONS = "session-service-sessions";

	private static final String RECIPIENTS = "notification-service-recipients";

	private static final String DELIVERIES = "notification-service-deliveries";

	@Override
	public List<String> violations(History history) {
		List<String> violations = new ArrayList<>();
		Map<String, LogRecord> originals = new HashMap<>();
		history.log().forEach((record) -> originals.put(record.position(), record));
		Set<String> unreadable = history.log()
			.stream()
			.filter((record) -> record.fault() != null)
			.map(LogRecord::position)
			.collect(Collectors.toSet());
		Set<String> poison = AccountsFold.of(history.log()).poison();
		Set<String> noReaction = history.records(History.USER_EVENTS)
			.filter((record) -> record.fault() == null && record.type() != null && record.part("state") == null
					&& !record.is("UserDeleted"))
			.map(LogRecord::position)
			.collect(Collectors.toSet());
		noReaction.addAll(unreadable);
		for (String topic : List.of(History.USER_EVENTS, History.CREDENTIALS)) {
			compare(history, topic, ACCOUNTS, poison, originals, violations);
			compare(history, topic, SESSIONS, noReaction, originals, violations);
		}
		compare(history, History.USER_EVENTS, RECIPIENTS, poison, originals, violations);
		for (String topic : List.of(History.USER_EVENTS, History.NOTIFICATION_REQUESTS, History.SESSION_EVENTS)) {
			compare(history, topic, DELIVERIES, unreadable, originals, violations);
		}
		parked(history, violations);
		return violations;
	}

	private static void compare(History history, String topic, String consumer, Set<String> poison,
			Map<String, LogRecord> originals, List<String> violations) {
		Set<String> expected = poison.stream()
			.filter((position) -> position.matches(topic + "-\\d+@\\d+"))
			.collect(Collectors.toSet());
		Set<String> found = new HashSet<>();
		history.records(Topic.deadLetterName(topic, consumer)).forEach((deadLetter) -> {
			String position = "%s-%s@%s".formatted(deadLetter.headers().get(EventHeaders.CAUSE_PREFIX + "topic"),
					deadLetter.headers().get(EventHeaders.CAUSE_PREFIX + "partition"),
					deadLetter.headers().get(EventHeaders.CAUSE_PREFIX + "offset"));
			if (!history.circumstances().redriven().contains(deadLetter.position())) {
				found.add(position);
			}
			LogRecord original = originals.get(position);
			if (original == null || !Arrays.equals(original.bytes(), deadLetter.bytes())
					|| !Objects.equals(original.key(), deadLetter.key())) {
				violations
					.add("altered dead letter: %s is not the record at %s".formatted(deadLetter.position(), position));
			}
			if (deadLetter.headers().get(EventHeaders.CAUSE_PREFIX + "message") == null) {
				violations.add("no cause: the dead letter at %s has no cause message".formatted(deadLetter.position()));
			}
		});
		expected.stream()
			.filter((position) -> !found.contains(position))
			.forEach((position) -> violations
				.add("silent: %s can never be applied but has no dead letter of %s".formatted(position, consumer)));
		found.stream()
			.filter((position) -> !expected.contains(position))
			.forEach((position) -> violations
				.add("skipped: %s dead-lettered %s, which can be applied".formatted(consumer, position)));
	}

	private static void parked(History history, List<String> violations) {
		List<Document> documents = new ArrayList<>(history.stores().accounts());
		documents.addAll(history.stores().sessions());
		documents.stream()
			.filter((document) -> document.containsKey("outboxParked"))
			.forEach((document) -> violations
				.add("parked: the document of user %s".formatted(document.getString("_id"))));
	}

}
