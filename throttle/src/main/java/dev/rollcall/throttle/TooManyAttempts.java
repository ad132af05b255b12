package dev.rollcall.throttle;

import java.time.Duration;

/**
 * Thrown when a key has reached its limit of attempts.
 */
public final class TooManyAttempts extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Duration retryAfter;

	/**
	 * Creates the exception.
	 * @param retryAfter time until the limits have room again
	 */
	public TooManyAttempts(Duration retryAfter) {
		super("Too many attempts", null, false, false);
		this.retryAfter = retryAfter;
	}

	/**
	 * Returns the time until the limits have room again.
	 */
	public Duration retryAfter() {
		return this.retryAfter;
	}

}
