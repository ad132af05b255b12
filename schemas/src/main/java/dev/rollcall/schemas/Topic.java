package dev.rollcall.schemas;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A topic: its name and settings. This is their only definition; the deploy step, the
 * services and the manifests use it.
 *
 * @param name contains no dots
 * @param partitions the number of partitions, or {@link #KEYED}
 * @param settings the topic's settings, with Kafka's names and units
 */
public record Topic(String name, int partitions, Map<String, String> settings) {

	/** The number that the deploy step is configured with. */
	public static final int KEYED = -1;

	/**
	 * The number of slots of an outbox and of partitions of its relay topic. Stored
	 * documents depend on it: it never changes.
	 */
	public static final int RELAY_SLOTS = 8;

	/**
	 * All user events. Every key is unique, so compaction keeps each event until its user
	 * is deleted.
	 */
	public static final Topic USER_EVENTS = compacted("rollcall-user-events");

	/** The current public state of each user. New subscribers start here. */
	public static final Topic USERS = compacted("rollcall-users");

	/** The current password hash of each user, sealed; for session-service. */
	public static final Topic USER_CREDENTIALS = compacted("rollcall-user-credentials");

	/** New hashes of known passwords, sealed; for registration-service. */
	public static final Topic CREDENTIAL_UPGRADES = kept("rollcall-credential-upgrades", Duration.ofDays(1));

	/** Requests for mails with a secret link, sealed; for notification-service. */
	public static final Topic NOTIFICATION_REQUESTS = kept("rollcall-notification-requests", Duration.ofDays(7));

	/** All session events. */
	public static final Topic SESSION_EVENTS = kept("rollcall-session-events", Duration.ofDays(30));

	/**
	 * The setting that bounds how long a compacted topic keeps what its tombstones
	 * delete, in ms.
	 */
	public static final String COMPACTION_LAG = "max.compaction.lag.ms";

	private static final List<Topic> WITH_SECRETS = List.of(USER_CREDENTIALS, CREDENTIAL_UPGRADES,
			NOTIFICATION_REQUESTS);

	private static final String RELAY_SUFFIX = "-relay";

	private static final String REPLAY_INFIX = "-replay-";

	private static final String DEAD_LETTER_SUFFIX = "-dlt";

	private static final String MAX_MESSAGE_BYTES = "max.message.bytes";

	/** Returns all topics of the system, with dead-letter and relay topics. */
	public static List<Topic> all() {
		List<Topic> topics = new ArrayList<>(List.of(USER_EVENTS, USERS, USER_CREDENTIALS, CREDENTIAL_UPGRADES,
				NOTIFICATION_REQUESTS, SESSION_EVENTS));
		Consumer.all().forEach((consumer) -> topics.addAll(consumer.deadLetterTopics()));
		topics.add(relay("registration-service"));
		topics.add(relay("session-service"));
		return topics;
	}

	/**
	 * Returns the topic whose partitions are the slots of a service's outbox.
	 * @param service the service's name, such as {@code session-service}
	 * @return the relay topic; its records are hints, never a source of truth
	 */
	public static Topic relay(String service) {
		return new Topic("rollcall-" + service + RELAY_SUFFIX, RELAY_SLOTS,
				settings("delete", Duration.ofHours(1), Map.of()));
	}

	/**
	 * Returns the consumer group of a service's relay. It is also the first part of the
	 * relay's transactional ids.
	 */
	public static String relayGroup(String service) {
		return service + RELAY_SUFFIX;
	}

	/**
	 * Returns the dead-letter topic of a consumer for the records of this topic.
	 * @param service the consuming service
	 * @param consumer the name of the projection, reaction or effect in the service
	 */
	public Topic deadLetters(String service, String consumer) {
		return new Topic(deadLetterName(this.name, service + "-" + consumer), KEYED,
				settings("delete", Duration.ofDays(30), Map.of(MAX_MESSAGE_BYTES, "4194304")));
	}

	/**
	 * Returns the name of a consumer's dead-letter topic, also for topics that are not
	 * defined here.
	 * @param consumer {@code <service>-<name>}
	 */
	public static String deadLetterName(String topic, String consumer) {
		return topic + "-" + consumer + DEAD_LETTER_SUFFIX;
	}

	/**
	 * Returns the name of the topic into which a replay copies records.
	 * @param topic the topic that is copied
	 * @param name the name of the replay
	 */
	public static String replay(String topic, String name) {
		return topic + REPLAY_INFIX + name;
	}

	/** Returns whether a topic was created by a replay. */
	public static boolean isReplay(String topic) {
		return topic.contains(REPLAY_INFIX);
	}

	/** Returns whether a topic holds dead letters. */
	public static boolean isDeadLetters(String topic) {
		return topic.endsWith(DEAD_LETTER_SUFFIX);
	}

	/** Returns whether a topic holds the hints of a service's relay. */
	public static boolean isRelay(String topic) {
		return topic.endsWith(RELAY_SUFFIX);
	}

	/**
	 * Returns whether only some services, or only operators, may read a topic: topics
	 * with secrets, dead letters and relay topics.
	 */
	public static boolean isRestricted(String topic) {
		return isDeadLetters(topic) || isRelay(topic)
				|| WITH_SECRETS.stream().anyMatch((secret) -> secret.name().equals(topic));
	}

	/** Returns whether a topic of the catalogue is compacted. */
	public boolean isCompacted() {
		return this.settings.containsKey(COMPACTION_LAG);
	}

	private static Topic kept(String name, Duration retention) {
		return new Topic(name, KEYED, settings("delete", retention, Map.of()));
	}

	private static Topic compacted(String name) {
		return new Topic(name, KEYED,
				Map.of("cleanup.policy", "compact", "delete.retention.ms", millis(Duration.ofDays(7)), COMPACTION_LAG,
						millis(Duration.ofDays(1)), "message.timestamp.type", "LogAppendTime"));
	}

	private static Map<String, String> settings(String cleanup, Duration retention, Map<String, String> more) {
		Map<String, String> settings = new HashMap<>(more);
		settings.put("cleanup.policy", cleanup);
		settings.put("retention.ms", millis(retention));
		settings.put("message.timestamp.type", "LogAppendTime");
		return Map.copyOf(settings);
	}

	private static String millis(Duration duration) {
		return Long.toString(duration.toMillis());
	}

}
