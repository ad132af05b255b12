package dev.rollcall.schemas;

import java.util.List;

/**
 * A consumer of the system's own topics.
 *
 * @param service the service it runs in, such as {@code session-service}
 * @param name the name of the projection, reaction or effect within the service
 * @param kind what it does with a record, which says how its group is named
 * @param topics what it reads
 */
public record Consumer(String service, String name, Kind kind, List<Topic> topics) {

	/** The e-mails and password hashes that sign-in looks up. */
	public static final Consumer ACCOUNTS = new Consumer("session-service", "accounts", Kind.PROJECTION,
			List.of(Topic.USER_EVENTS, Topic.USER_CREDENTIALS));

	/** What a change of the account does to the user's sessions. */
	public static final Consumer SESSIONS = new Consumer("session-service", "sessions", Kind.REACTION,
			List.of(Topic.USER_EVENTS, Topic.USER_CREDENTIALS));

	/** New hashes of passwords, made at sign-in. */
	public static final Consumer CREDENTIAL_UPGRADES = new Consumer("registration-service", "credential-upgrades",
			Kind.REACTION, List.of(Topic.CREDENTIAL_UPGRADES));

	/** What is sent to users. */
	public static final Consumer DELIVERIES = new Consumer("notification-service", "deliveries", Kind.EFFECT,
			List.of(Topic.USER_EVENTS, Topic.NOTIFICATION_REQUESTS, Topic.SESSION_EVENTS));

	/** Where users are reached. */
	public static final Consumer RECIPIENTS = new Consumer("notification-service", "recipients", Kind.PROJECTION,
			List.of(Topic.USER_EVENTS));

	/**
	 * Returns every consumer of the system.
	 * @return the consumers
	 */
	public static List<Consumer> all() {
		return List.of(ACCOUNTS, SESSIONS, CREDENTIAL_UPGRADES, DELIVERIES, RECIPIENTS);
	}

	/**
	 * Returns the consumer group of a reaction or an effect; a projection has one for
	 * each generation.
	 * @return the group's id
	 * @throws IllegalStateException for a projection
	 */
	public String group() {
		if (this.kind == Kind.PROJECTION) {
			throw new IllegalStateException("A projection has a group for each generation: " + this.name);
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

		/** Folds it into a store that can be rebuilt. */
		PROJECTION,

		/** Turns it into a command on the service's own aggregate. */
		REACTION,

		/** Lets something leave the system because of it. */
		EFFECT

	}

}
