package dev.rollcall.gateway.problem;

import java.net.URI;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;

/** What the gateway itself may answer when it does not pass a request on (RFC 9457). */
public enum Problem {

	INVALID_REQUEST("invalid-request", HttpStatus.BAD_REQUEST, "Invalid request", "The request is malformed."),
	UNAUTHORIZED("unauthorized", HttpStatus.UNAUTHORIZED, "Unauthorized", "A valid access token is required."),
	FORBIDDEN("forbidden", HttpStatus.FORBIDDEN, "Forbidden", "This needs a role that you do not have."),
	INVALID_CSRF_TOKEN("invalid-csrf-token", HttpStatus.FORBIDDEN, "Invalid CSRF token",
			"A change by cookie needs the header Rollcall-Csrf with the value of the cookie of that name."),
	TOO_MANY_REQUESTS("too-many-requests", HttpStatus.TOO_MANY_REQUESTS, "Too many requests",
			"Try again after the time in the header Retry-After."),
	NOT_FOUND("not-found", HttpStatus.NOT_FOUND, "Not found", "There is nothing at this address."),
	METHOD_NOT_ALLOWED("method-not-allowed", HttpStatus.METHOD_NOT_ALLOWED, "Method not allowed",
			"This address does not take this method."),
	REQUEST_TIMEOUT("request-timeout", HttpStatus.REQUEST_TIMEOUT, "Request timeout",
			"The request did not arrive in time."),
	PAYLOAD_TOO_LARGE("payload-too-large", HttpStatus.CONTENT_TOO_LARGE, "Payload too large",
			"The body is larger than this address takes."),
	URI_TOO_LONG("uri-too-long", HttpStatus.URI_TOO_LONG, "URI too long", "The request line is too long."),
	HEADERS_TOO_LARGE("headers-too-large", HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "Headers too large",
			"The headers are too large."),
	INTERNAL("internal", HttpStatus.INTERNAL_SERVER_ERROR, "Internal error", "Something went wrong here."),
	UNAVAILABLE("unavailable", HttpStatus.SERVICE_UNAVAILABLE, "Unavailable",
			"This part of Rollcall is not available now. Try again.");

	private final URI type;

	private final HttpStatus status;

	private final String title;

	private final String detail;

	Problem(String name, HttpStatus status, String title, String detail) {
		this.type = URI.create("https://rollcall.dev/problems/" + name);
		this.status = status;
		this.title = title;
		this.detail = detail;
	}

	HttpStatus status() {
		return this.status;
	}

	/**
	 * The body of the answer.
	 * @param instance the path that was asked for; none where the request could not be
	 * read
	 * @param correlationId the request's
	 */
	ProblemBody body(@Nullable URI instance, String correlationId) {
		return new ProblemBody(this.type, this.title, this.status.value(), this.detail, instance, correlationId);
	}

	@JsonInclude(JsonInclude.Include.NON_NULL)
	record ProblemBody(URI type, String title, int status, String detail, @Nullable URI instance,
			String correlationId) {
	}

}
