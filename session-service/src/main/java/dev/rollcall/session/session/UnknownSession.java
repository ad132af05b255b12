package dev.rollcall.session.session;

/**
 * The caller never had this session.
 */
final class UnknownSession extends RuntimeException {

	private static final long serialVersionUID = 1L;

	UnknownSession() {
		super("Unknown session", null, false, false);
	}

}
