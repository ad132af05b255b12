package dev.rollcall.web;

import java.util.List;

/**
 * A request with errors in its fields. Answered 400.
 */
public final class InvalidRequest extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient List<FieldError> errors;

	public InvalidRequest(List<FieldError> errors) {
		super("The request is not valid", null, false, false);
		this.errors = List.copyOf(errors);
	}

	public InvalidRequest(String field, String code, String message) {
		this(List.of(new FieldError(field, code, message)));
	}

	public List<FieldError> errors() {
		return this.errors;
	}

}
