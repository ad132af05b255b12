package dev.rollcall.session.request;

import java.util.List;

import org.springframework.http.HttpStatus;

/**
 * What is told to a client whose request was not done (RFC 9457).
 *
 * @param name the last part of the problem's type
 * @param status the HTTP status
 * @param detail what happened, for a person; nothing about the service's inside
 * @param errors what is wrong with which field
 */
public record Problem(String name, HttpStatus status, String detail, List<FieldError> errors) {

	/** The request may be repeated soon. */
	public static final Problem UNAVAILABLE = new Problem("unavailable", HttpStatus.SERVICE_UNAVAILABLE,
			"The service cannot do this just now. Try again.");

	/** There is no such thing, or it is not the caller's. */
	public static final Problem NOT_FOUND = new Problem("not-found", HttpStatus.NOT_FOUND,
			"There is no such resource.");

	/** The access token is missing or not valid. */
	public static final Problem UNAUTHORIZED = new Problem("unauthorized", HttpStatus.UNAUTHORIZED,
			"A valid access token is needed.");

	/** The caller has not the role for it. */
	public static final Problem FORBIDDEN = new Problem("forbidden", HttpStatus.FORBIDDEN, "This is not allowed.");

	static final Problem METHOD_NOT_ALLOWED = new Problem("method-not-allowed", HttpStatus.METHOD_NOT_ALLOWED,
			"The resource does not take this method.");

	static final Problem NOT_ACCEPTABLE = new Problem("not-acceptable", HttpStatus.NOT_ACCEPTABLE,
			"The answer is application/json.");

	static final Problem UNSUPPORTED_MEDIA_TYPE = new Problem("unsupported-media-type",
			HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The body must be application/json.");

	static final Problem PAYLOAD_TOO_LARGE = new Problem("payload-too-large", HttpStatus.CONTENT_TOO_LARGE,
			"The body is over 64 KB.");

	static final Problem INTERNAL = new Problem("internal", HttpStatus.INTERNAL_SERVER_ERROR,
			"Something went wrong. The correlation id leads to the cause.");

	/**
	 * Creates a problem that is no field's.
	 * @param name the last part of the problem's type
	 * @param status the HTTP status
	 * @param detail what happened, for a person
	 */
	public Problem(String name, HttpStatus status, String detail) {
		this(name, status, detail, List.of());
	}

	/**
	 * Tells what is wrong with the fields of a request.
	 * @param errors one for each fault
	 * @return the problem
	 */
	static Problem invalid(List<FieldError> errors) {
		return new Problem("invalid-request", HttpStatus.BAD_REQUEST, "The request is not valid.", errors);
	}

	String title() {
		String words = this.name.replace('-', ' ');
		return Character.toUpperCase(words.charAt(0)) + words.substring(1);
	}

}
