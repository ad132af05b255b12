package dev.rollcall.session.request;

/**
 * The request cannot be done now and may be repeated soon.
 */
public final class Unavailable extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates one.
	 * @param message what is missing, for the log
	 */
	public Unavailable(String message) {
		super(message, null, false, false);
	}

}
