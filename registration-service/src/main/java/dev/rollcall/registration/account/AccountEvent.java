package dev.rollcall.registration.account;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * An event of an account. Each raises the account's version by one and is published.
 */
public sealed interface AccountEvent {

	/**
	 * The account was created.
	 */
	record Registered(Origin origin) implements AccountEvent {
	}

	/**
	 * The address was verified.
	 */
	record EmailVerified() implements AccountEvent {
	}

	/**
	 * The profile changed.
	 */
	record ProfileChanged() implements AccountEvent {
	}

	/**
	 * The address changed.
	 */
	record EmailChanged(String formerAddress) implements AccountEvent {
	}

	/**
	 * The password changed.
	 *
	 * @param keptSessionId the session that continues; null if all end
	 */
	record PasswordChanged(@Nullable UUID keptSessionId) implements AccountEvent {
	}

	/**
	 * The account was locked.
	 */
	record Locked(@Nullable String reason) implements AccountEvent {
	}

	/**
	 * The account was unlocked.
	 */
	record Unlocked() implements AccountEvent {
	}

	/**
	 * The roles changed.
	 */
	record RolesChanged() implements AccountEvent {
	}

	/**
	 * The account was deleted.
	 */
	record Deleted(DeletionReason reason) implements AccountEvent {
	}

	/**
	 * How an account was created.
	 */
	enum Origin {

		/** The user signed up. */
		SELF,

		/** An administrator imported the account. */
		IMPORT

	}

}
