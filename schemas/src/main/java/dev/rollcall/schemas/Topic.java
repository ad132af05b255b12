package dev.rollcall.schemas;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A topic: its name, its settings and who may read it. The one place where these stand;
 * the deploy step, the services and the manifests take them from here.
 *
 * @param name the topic's name, without dots
 * @param partitions how many partitions; {@link #KEYED} stands for the platform's number
 * @param settings the topic's own settings, in Kafka's names and units
 */
public record Topic(String name, int partitions, Map<String, String> settings) {

	/** Stands for the number of partitions of every topic keyed by user. */
	public static final int KEYED = -1;

	/** How many slots an outbox has, and so partitions its relay topic. */
	public static final int RELAY_SLOTS = 8;

	/** Every fact about a user, kept for ever. */
	public static final Topic USER_EVENTS = kept("rollcall-user-events", null);

	/** The newest public state of each user; a new subscriber starts here. */
	public static final Topic USERS = compacted("rollcall-users");

	/** The newest password hash of each user, sealed; for session-service. */
	public static final Topic USER_CREDENTIALS = compacted("rollcall-user-credentials");

	/** Hashes made anew at sign-in, sealed; for registration-service. */
	public static final Topic CREDENTIAL_UPGRADES = kept("rollcall-credential-upgrades", Duration.ofDays(1));

	/** Mails that need a secret link, sealed; for notification-service. */
	public static final Topic NOTIFICATION_REQUESTS = kept("rollcall-notification-requests", Duration.ofDays(7));

	/** Every fact about a session. */
	public static final Topic SESSION_EVENTS = kept("rollcall-session-events", Duration.ofDays(90));

	private static final String MAX_MESSAGE_BYTES = "max.message.bytes";

	/**
	 * Returns every topic of the system.
	 * @return the topics, dead-letter and relay topics among them
	 */
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
	 * @return the relay topic; its records are hints, never truth
	 */
	public static Topic relay(String service) {
		return new Topic("rollcall-" + service + "-relay", RELAY_SLOTS,
				settings("delete", Duration.ofHours(1), Map.of()));
	}

	/**
	 * Returns where a consumer leaves the records of this topic that it can never apply.
	 * @param service the consuming service
	 * @param consumer the projection, reaction or effect within it
	 * @return the dead-letter topic
	 */
	public Topic deadLetters(String service, String consumer) {
		return new Topic(this.name + "-" + service + "-" + consumer + "-dlt", KEYED,
				settings("delete", Duration.ofDays(30), Map.of(MAX_MESSAGE_BYTES, "4194304")));
	}

	private static Topic kept(String name, @Nullable Duration retention) {
		return new Topic(name, KEYED, settings("delete", retention, Map.of()));
	}

	private static Topic compacted(String name) {
		return new Topic(name, KEYED, Map.of("cleanup.policy", "compact", "delete.retention.ms",
				millis(Duration.ofDays(7)), "message.timestamp.type", "LogAppendTime"));
	}

	private static Map<String, String> settings(String cleanup, @Nullable Duration retention,
			Map<String, String> more) {
		Map<String, String> settings = new HashMap<>(more);
		settings.put("cleanup.policy", cleanup);
		settings.put("retention.ms", (retention != null) ? millis(retention) : "-1");
		settings.put("message.timestamp.type", "LogAppendTime");
		return Map.copyOf(settings);
	}

	private static String millis(Duration duration) {
		return Long.toString(duration.toMillis());
	}

}
