package dev.rollcall.session.request;

import java.util.List;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

import org.springframework.web.server.ServerWebInputException;

/**
 * Says which field kept a body from being read, without its value.
 */
final class UnreadableBody {

	/** In characters; the name is the client's own. */
	private static final int LONGEST_NAME = 64;

	private UnreadableBody() {
	}

	static List<FieldError> errors(ServerWebInputException error) {
		for (Throwable cause = error.getCause(); cause != null; cause = cause.getCause()) {
			if (cause instanceof UnrecognizedPropertyException unknown) {
				return List
					.of(new FieldError(shortened(unknown.getPropertyName()), "unknown", "There is no such field."));
			}
			if (cause instanceof MismatchedInputException mismatch && !mismatch.getPath().isEmpty()) {
				return List.of(FieldError.invalid(field(mismatch), "The value is of the wrong type."));
			}
			if (cause instanceof JacksonException) {
				return List.of(new FieldError("body", "malformed", "The body is not a JSON object of this shape."));
			}
		}
		return List.of(FieldError.required("body"));
	}

	private static String shortened(String name) {
		return (name.length() <= LONGEST_NAME) ? name : name.substring(0, LONGEST_NAME);
	}

	private static String field(DatabindException error) {
		String name = error.getPath().get(0).getPropertyName();
		return (name != null) ? name : "body";
	}

}
