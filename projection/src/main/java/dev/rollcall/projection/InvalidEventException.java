package dev.rollcall.projection;

/**
 * Thrown by a consumer for a record that it can never apply, however often it is tried:
 * the record goes to the dead-letter topic and the next one proceeds. Every other
 * exception is taken for transient and tried again without end.
 */
public class InvalidEventException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates one.
	 * @param message what is wrong, without personal data: it goes into a header
	 */
	public InvalidEventException(String message) {
		super(message);
	}

	/**
	 * Creates one for a cause.
	 * @param message what is wrong, without personal data: it goes into a header
	 * @param cause why; of it only the class is told
	 */
	public InvalidEventException(String message, Throwable cause) {
		super(message, cause);
	}

}
