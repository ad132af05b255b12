package dev.rollcall.web;

/**
 * The service cannot process the request now; the client may repeat it soon. Answered 503
 * with Retry-After.
 */
public class Unavailable extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param reason a sentence for the log; the client does not see it
	 */
	public Unavailable(String reason) {
		super(reason, null, false, false);
	}

}
