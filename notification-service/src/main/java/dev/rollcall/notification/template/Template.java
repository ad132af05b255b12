package dev.rollcall.notification.template;

/**
 * A kind of message.
 */
public enum Template {

	/** To a new user whose address is verified. */
	WELCOME("welcome", Reach.BOTH, true),

	/** To a new user: a link that verifies the address. */
	VERIFICATION("verification", Reach.MAIL, false),

	/** To a new address: a link that replaces the former address by it. */
	EMAIL_CHANGE("email-change", Reach.MAIL, false),

	/** To the current address: a change to another one was requested. */
	EMAIL_CHANGE_REQUESTED("email-change-requested", Reach.MAIL, false),

	/** To a former address: a link that undoes the change. */
	EMAIL_CHANGED("email-changed", Reach.MAIL, false),

	/** A link that sets a new password. */
	PASSWORD_RESET("password-reset", Reach.MAIL, false),

	/**
	 * To the owner of an address with which somebody tried to register: the same link.
	 */
	REGISTRATION_ATTEMPTED("registration-attempted", Reach.MAIL, false),

	/** The password was changed. */
	PASSWORD_CHANGED("password-changed", Reach.BOTH, false),

	/** Sign-ins on unknown devices. */
	NEW_DEVICE("new-device", Reach.BOTH, false),

	/** An administrator changed the roles. */
	ROLES_CHANGED("roles-changed", Reach.BOTH, false),

	/** The account was deleted, and its data erased. */
	ACCOUNT_DELETED("account-deleted", Reach.MAIL, false),

	/** An administrator locked the account. */
	ACCOUNT_LOCKED("account-locked", Reach.MAIL, false);

	private final String id;

	private final Reach reach;

	private final boolean optional;

	Template(String id, Reach reach, boolean optional) {
		this.id = id;
		this.reach = reach;
		this.optional = optional;
	}

	/**
	 * Returns the name that is stored and shown as the notification's kind, such as
	 * {@code welcome}.
	 */
	public String id() {
		return this.id;
	}

	/**
	 * Returns whether it also appears in the inbox.
	 */
	public boolean isInApp() {
		return this.reach == Reach.BOTH;
	}

	/**
	 * Returns whether users may switch off its mails; never if they contain a link or are
	 * about the account's security: whoever has taken an account over must not be able to
	 * hide it from its owner.
	 */
	public boolean isOptional() {
		return this.optional;
	}

	/**
	 * Returns whether messages of an hour are combined into one that states their number.
	 */
	public boolean isCombined() {
		return this == NEW_DEVICE;
	}

	/**
	 * Finds a template by its stored name.
	 * @throws IllegalArgumentException if the name is unknown
	 */
	public static Template of(String id) {
		for (Template template : values()) {
			if (template.id.equals(id)) {
				return template;
			}
		}
		throw new IllegalArgumentException("Unknown template: " + id);
	}

	private enum Reach {

		MAIL, BOTH

	}

}
