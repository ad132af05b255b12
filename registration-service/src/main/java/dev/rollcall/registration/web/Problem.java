package dev.rollcall.registration.web;

import java.util.List;

import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;

/**
 * What a client is told when a request fails (RFC 9457).
 *
 * @param status the answer's status
 * @param name the last part of the type's URI; stable
 * @param title what happened, the same for every problem of this name
 * @param detail what happened this time, or what to do
 * @param errors what is wrong with which field
 */
public record Problem(HttpStatusCode status, String name, String title, String detail, List<FieldError> errors) {

	/**
	 * Returns a problem that no single field is to blame for.
	 * @param status the answer's status
	 * @param name the last part of the type's URI
	 * @param title what happened
	 * @param detail what happened this time
	 * @return the problem
	 */
	public static Problem of(HttpStatus status, String name, String title, String detail) {
		return new Problem(status, name, title, detail, List.of());
	}

	/**
	 * Returns the problem of a service that cannot answer now and will be able to soon.
	 * @return the problem
	 */
	public static Problem unavailable() {
		return of(HttpStatus.SERVICE_UNAVAILABLE, "unavailable", "Unavailable",
				"The service cannot answer now. Try again in a moment.");
	}

	static Problem invalid(List<FieldError> errors) {
		return new Problem(HttpStatus.BAD_REQUEST, "invalid-request", "Invalid request",
				"The request has fields that cannot be taken.", errors);
	}

	static Problem unauthorized() {
		return of(HttpStatus.UNAUTHORIZED, "unauthorized", "Unauthorized", "A valid access token is required.");
	}

	static Problem forbidden() {
		return of(HttpStatus.FORBIDDEN, "forbidden", "Forbidden", "This needs a role that you do not have.");
	}

	static Problem internal() {
		return of(HttpStatus.INTERNAL_SERVER_ERROR, "internal", "Internal error",
				"Something went wrong here. The correlation id helps to find out what.");
	}

	static Problem of(HttpStatusCode status) {
		return switch (status.value()) {
			case 404 -> of(HttpStatus.NOT_FOUND, "not-found", "Not found", "There is nothing here.");
			case 405 -> of(HttpStatus.METHOD_NOT_ALLOWED, "method-not-allowed", "Method not allowed",
					"Use one of the methods in the header Allow.");
			case 406 ->
				of(HttpStatus.NOT_ACCEPTABLE, "not-acceptable", "Not acceptable", "The answer is application/json.");
			case 413 ->
				of(HttpStatus.CONTENT_TOO_LARGE, "payload-too-large", "Payload too large", "A body has at most 64 KB.");
			case 415 -> of(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type", "Unsupported media type",
					"Send application/json.");
			case 503 -> unavailable();
			default -> status.is4xxClientError() ? new Problem(status, "invalid-request", "Invalid request",
					"The request cannot be taken.", List.of()) : internal();
		};
	}

	boolean passes() {
		return this.status.isSameCodeAs(HttpStatus.SERVICE_UNAVAILABLE);
	}

}
