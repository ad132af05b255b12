package dev.rollcall.notification.request;

/**
 * A request that says something it must not say; answered with 400 and the field.
 */
public final class InvalidRequest extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String field;

	private final String code;

	/**
	 * Creates one.
	 * @param field what is wrong
	 * @param code how, for programs
	 * @param message how, for people, without what was sent
	 */
	public InvalidRequest(String field, String code, String message) {
		super(message);
		this.field = field;
		this.code = code;
	}

	String field() {
		return this.field;
	}

	String code() {
		return this.code;
	}

}
