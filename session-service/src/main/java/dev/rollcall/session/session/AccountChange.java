package dev.rollcall.session.session;

import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A change of the account that affects the user's sessions.
 *
 * @param version the account's version after the change
 * @param roles the user's roles after the change
 * @param ofRoles whether it is a change of the roles
 * @param password null if the password did not change
 */
record AccountChange(long version, Standing standing, List<String> roles, boolean ofRoles,
		@Nullable NewPassword password) {

	boolean blocks() {
		return this.standing != Standing.ACTIVE;
	}

	boolean deletes() {
		return this.standing == Standing.DELETED;
	}

	/**
	 * Whether the user loses a role.
	 * @param former the roles before; null if unknown: a change of roles may then be a
	 * loss
	 */
	boolean takesRole(@Nullable List<String> former) {
		return (former != null) ? !this.roles.containsAll(former) : this.ofRoles;
	}

	/** Why it ends sessions of the current password. */
	EndReason reason() {
		return switch (this.standing) {
			case ACTIVE -> EndReason.ROLES_CHANGED;
			case LOCKED -> EndReason.USER_LOCKED;
			case DELETED -> EndReason.USER_DELETED;
		};
	}

	/**
	 * A changed password.
	 *
	 * @param keptSessionId the session that does not end; null if all end
	 */
	record NewPassword(long version, @Nullable UUID keptSessionId) {

		boolean keeps(Session session) {
			return session.id().value().equals(this.keptSessionId);
		}

		boolean ends(Session session) {
			return session.passwordVersion() < this.version && !keeps(session);
		}

	}

	/**
	 * The account's status. Only an active user may have sessions.
	 */
	enum Standing {

		/** The user is active. */
		ACTIVE,

		/** The user is locked. */
		LOCKED,

		/** The user is deleted. */
		DELETED

	}

}
