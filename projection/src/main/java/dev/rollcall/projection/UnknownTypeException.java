package dev.rollcall.projection;

/**
 * The type has no class here, and may not be left out.
 */
final class UnknownTypeException extends InvalidEventException {

	private static final long serialVersionUID = 1L;

	UnknownTypeException() {
		super("The type of the record has no class here");
	}

}
