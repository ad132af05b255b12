package dev.rollcall.registration.account;

import dev.rollcall.schemas.UserId;
import org.jspecify.annotations.Nullable;

/**
 * The cause of a change: the actor and the request.
 *
 * @param actor null for the system
 */
public record Cause(By by, @Nullable UserId actor, String correlationId) {

	public static Cause byUser(UserId user, String correlationId) {
		return new Cause(By.USER, user, correlationId);
	}

	public static Cause byAdministrator(UserId administrator, String correlationId) {
		return new Cause(By.ADMINISTRATOR, administrator, correlationId);
	}

	public static Cause bySystem(String correlationId) {
		return new Cause(By.SYSTEM, null, correlationId);
	}

	/**
	 * The kind of actor.
	 */
	enum By {

		/** The account's user. */
		USER,

		/** An administrator. */
		ADMINISTRATOR,

		/** The system. */
		SYSTEM

	}

}
