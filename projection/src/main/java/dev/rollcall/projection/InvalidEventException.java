package dev.rollcall.projection;

/**
 * Thrown by a consumer for a record that it can never apply: the record goes to the dead-
 * letter topic and the next one is processed. Every other exception is considered
 * transient and retried without limit.
 */
public class InvalidEventException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param message without personal data: it becomes a header
	 */
	public InvalidEventException(String message) {
		super(message);
	}

	/**
	 * Creates an exception with a cause.
	 * @param message without personal data: it becomes a header
	 * @param cause only its class is reported
	 */
	public InvalidEventException(String message, Throwable cause) {
		super(message, cause);
	}

}
