package dev.rollcall.session.throttle;

import java.time.Duration;

/**
 * Too many sign-ins have failed.
 */
public final class TooManyAttempts extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Duration wait;

	TooManyAttempts(Duration wait) {
		super("Too many attempts", null, false, false);
		this.wait = wait;
	}

	/**
	 * Returns when the next try may be made.
	 * @return how long to wait
	 */
	public Duration waitTime() {
		return this.wait;
	}

}
