package dev.rollcall.registration.web;

import java.util.List;

/**
 * A request that cannot be taken as it is.
 */
public final class InvalidRequest extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient List<FieldError> errors;

	/**
	 * Tells what is wrong.
	 * @param errors the errors, at least one
	 */
	public InvalidRequest(List<FieldError> errors) {
		super("Invalid request");
		this.errors = List.copyOf(errors);
	}

	/**
	 * Returns what is wrong.
	 * @return the errors
	 */
	public List<FieldError> errors() {
		return this.errors;
	}

}
