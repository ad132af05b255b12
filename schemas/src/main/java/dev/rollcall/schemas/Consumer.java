package dev.rollcall.schemas;

import java.util.List;

/**
 * A consumer of the system's own topics.
 *
 * @param service the service it runs in, such as {@code session-service}
 * @param name the name of the projection, reaction or effect in the service
 */
public record Consumer(String service, String name, Kind kind, List<Topic> topics) {

	/** The e-mail addresses and password hashes for sign-in. */
	public static final Consumer ACCOUNTS = new Consumer("session-service", "accounts", Kind.PROJECTION,
			List.of(Topic.USER_EVENTS, Topic.USER_CREDENTIALS));

	/** Ends sessions when the account changes. */
	public static final Consumer SESSIONS = new Consumer("session-service", "sessions", Kind.REACTION,
			List.of(Topic.USER_EVENTS, Topic.USER_CREDENTIALS));

	/** Stores new password hashes that sign-in created. */
	public static final Consumer CREDENTIAL_UPGRADES = new Consumer("registration-service", "credential-upgrades",
			Kind.REACTION, List.of(Topic.CREDENTIAL_UPGRADES));

	/** Voids requested changes of the address when all sessions of a user are ended. */
	public static final Consumer ENDED_SESSIONS = new Consumer("registration-service", "ended-sessions", Kind.REACTION,
			List.of(Topic.SESSION_EVENTS));

	/** Sends notifications. */
	public static final Consumer DELIVERIES = new Consumer("notification-service", "deliveries", Kind.EFFECT,
			List.of(Topic.USER_EVENTS, Topic.NOTIFICATION_REQUESTS, Topic.SESSION_EVENTS));

	/** The address and name of each user. */
	public static final Consumer RECIPIENTS = new Consumer("notification-service", "recipients", Kind.PROJECTION,
			List.of(Topic.USER_EVENTS));

	/** Returns all consumers of the system. */
	public static List<Consumer> all() {
		return List.of(ACCOUNTS, SESSIONS, CREDENTIAL_UPGRADES, ENDED_SESSIONS, DELIVERIES, RECIPIENTS);
	}

	/**
	 * Returns the consumer group of a reaction or an effect. A projection has a group for
	 * each generation.
	 * @throws IllegalStateException for a projection
	 */
	public String group() {
		if (this.kind == Kind.PROJECTION) {
			throw new IllegalStateException("Projection " + this.name + " has a consumer group for each generation");
		}
		return this.service + "-" + this.name;
	}

	List<Topic> deadLetterTopics() {
		return this.topics.stream().map((topic) -> topic.deadLetters(this.service, this.name)).toList();
	}

	/**
	 * What a consumer does with a record.
	 */
	public enum Kind {

		/** Folds records into a store that can be rebuilt. */
		PROJECTION,

		/** Runs a command on the service's own aggregate. */
		REACTION,

		/** Acts outside of the system, for example sends mail. */
		EFFECT

	}

}
