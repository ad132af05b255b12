package dev.rollcall.registration.account;

import dev.rollcall.schemas.UserId;
import org.jspecify.annotations.Nullable;

/**
 * Who does something to an account, and by which request.
 *
 * @param by in which capacity
 * @param actor who; null for the system
 * @param correlationId the request that it belongs to
 */
public record Act(By by, @Nullable UserId actor, String correlationId) {

	/**
	 * A user acts on the own account.
	 * @param user the user
	 * @param correlationId the request
	 * @return the act
	 */
	public static Act byUser(UserId user, String correlationId) {
		return new Act(By.USER, user, correlationId);
	}

	/**
	 * An administrator acts.
	 * @param administrator who
	 * @param correlationId the request
	 * @return the act
	 */
	public static Act byAdministrator(UserId administrator, String correlationId) {
		return new Act(By.ADMINISTRATOR, administrator, correlationId);
	}

	/**
	 * The system acts by itself.
	 * @param correlationId what makes it act
	 * @return the act
	 */
	public static Act bySystem(String correlationId) {
		return new Act(By.SYSTEM, null, correlationId);
	}

	/**
	 * In which capacity somebody acts.
	 */
	enum By {

		/** As the account's user. */
		USER,

		/** As an administrator. */
		ADMINISTRATOR,

		/** Nobody: the system itself. */
		SYSTEM

	}

}
