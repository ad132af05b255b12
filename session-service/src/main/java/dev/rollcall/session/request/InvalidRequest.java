package dev.rollcall.session.request;

import java.util.List;

/**
 * Fields of the request are missing or wrong.
 */
public final class InvalidRequest extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient List<FieldError> errors;

	/**
	 * Creates one.
	 * @param errors one for each fault
	 */
	public InvalidRequest(List<FieldError> errors) {
		super("The request is not valid", null, false, false);
		this.errors = List.copyOf(errors);
	}

	List<FieldError> errors() {
		return this.errors;
	}

}
