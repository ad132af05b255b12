package dev.rollcall.projection;

/**
 * This service has no class for the type of a dead letter.
 */
final class UnknownTypeException extends InvalidEventException {

	private static final long serialVersionUID = 1L;

	UnknownTypeException() {
		super("This service has no class for the type of the record");
	}

}
