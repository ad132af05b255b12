package dev.rollcall.registration.account;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * What happened to an account. Each takes the account one version further and is told to
 * everyone.
 */
public sealed interface AccountEvent {

	/**
	 * The account came to be.
	 *
	 * @param origin how
	 */
	record Registered(Origin origin) implements AccountEvent {
	}

	/**
	 * Mail to the address arrives.
	 */
	record EmailVerified() implements AccountEvent {
	}

	/**
	 * The user says something else about himself.
	 */
	record ProfileChanged() implements AccountEvent {
	}

	/**
	 * The user has another address.
	 *
	 * @param formerAddress the address until now, as the user wrote it
	 */
	record EmailChanged(String formerAddress) implements AccountEvent {
	}

	/**
	 * The user has another password.
	 *
	 * @param keptSessionId the session that goes on; null where none does
	 */
	record PasswordChanged(@Nullable UUID keptSessionId) implements AccountEvent {
	}

	/**
	 * The user may not sign in.
	 *
	 * @param reason why, in an administrator's words
	 */
	record Locked(@Nullable String reason) implements AccountEvent {
	}

	/**
	 * The user may sign in again.
	 */
	record Unlocked() implements AccountEvent {
	}

	/**
	 * The user has other roles.
	 */
	record RolesChanged() implements AccountEvent {
	}

	/**
	 * The account is gone.
	 */
	record Deleted() implements AccountEvent {
	}

	/**
	 * How an account came to be.
	 */
	enum Origin {

		/** The user signed up. */
		SELF,

		/** It came from another system. */
		IMPORT

	}

}
