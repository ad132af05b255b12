package dev.rollcall.web;

import java.net.URI;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;

/**
 * All problem types of the API (RFC 9457) with their statuses and titles.
 */
public enum Problem {

	/** Errors in fields, or a request that no other type describes. */
	INVALID_REQUEST("invalid-request", HttpStatus.BAD_REQUEST, "Invalid request", "The request is not valid."),
	/** The link is unknown, used or expired. */
	INVALID_TOKEN("invalid-token", HttpStatus.BAD_REQUEST, "Invalid token",
			"This link is invalid, used or expired. Request a new one."),
	/** No valid access token. */
	UNAUTHORIZED("unauthorized", HttpStatus.UNAUTHORIZED, "Unauthorized", "A valid access token is required."),
	/** Unknown address or wrong password; the client does not learn which. */
	INVALID_CREDENTIALS("invalid-credentials", HttpStatus.UNAUTHORIZED, "Invalid credentials",
			"E-mail address and password do not match."),
	/** The refresh token is unknown, used or expired. */
	INVALID_REFRESH_TOKEN("invalid-refresh-token", HttpStatus.UNAUTHORIZED, "Invalid refresh token",
			"The refresh token is not valid. Sign in again."),
	/** The caller lacks the role. */
	FORBIDDEN("forbidden", HttpStatus.FORBIDDEN, "Forbidden", "This requires a role that you do not have."),
	/** A change by cookie without the CSRF header. */
	INVALID_CSRF_TOKEN("invalid-csrf-token", HttpStatus.FORBIDDEN, "Invalid CSRF token",
			"A change by cookie requires the header Rollcall-Csrf with the value of the cookie __Host-Rollcall-Csrf."),
	/** No such resource, or not the caller's. */
	NOT_FOUND("not-found", HttpStatus.NOT_FOUND, "Not found", "There is no such resource."),
	/** The resource does not have this method. */
	METHOD_NOT_ALLOWED("method-not-allowed", HttpStatus.METHOD_NOT_ALLOWED, "Method not allowed",
			"The resource does not support this method."),
	/** The client accepts no content type that the resource has. */
	NOT_ACCEPTABLE("not-acceptable", HttpStatus.NOT_ACCEPTABLE, "Not acceptable",
			"The resource does not have a content type that the header Accept lists."),
	/** The request did not arrive in time. */
	REQUEST_TIMEOUT("request-timeout", HttpStatus.REQUEST_TIMEOUT, "Request timeout",
			"The request did not arrive in time."),
	/** Another account has the address. */
	EMAIL_TAKEN("email-taken", HttpStatus.CONFLICT, "E-mail address taken",
			"There is an account with this e-mail address. Sign in, or use another address."),
	/** The command would leave no active administrator. */
	LAST_ADMINISTRATOR("last-administrator", HttpStatus.CONFLICT, "Last administrator",
			"This is the last active administrator. Grant the role to another user first."),
	/** The body exceeds the limit. */
	PAYLOAD_TOO_LARGE("payload-too-large", HttpStatus.CONTENT_TOO_LARGE, "Payload too large", "The body is too large."),
	/** The request line exceeds the limit. */
	URI_TOO_LONG("uri-too-long", HttpStatus.URI_TOO_LONG, "URI too long", "The request line is too long."),
	/** The body has another content type. */
	UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", HttpStatus.UNSUPPORTED_MEDIA_TYPE, "Unsupported media type",
			"The resource does not support the content type of the body."),
	/** The resource does not have the requested range. */
	RANGE_NOT_SATISFIABLE("range-not-satisfiable", HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE, "Range not satisfiable",
			"The resource does not have the range in the header Range."),
	/** The key belongs to a different request. */
	IDEMPOTENCY_KEY_REUSED("idempotency-key-reused", HttpStatus.UNPROCESSABLE_CONTENT, "Idempotency key reused",
			"This Idempotency-Key belongs to a different request. Use a new one."),
	/** A limit on guesses, mails or registrations. */
	TOO_MANY_ATTEMPTS("too-many-attempts", HttpStatus.TOO_MANY_REQUESTS, "Too many attempts",
			"Try again after the time in the header Retry-After."),
	/** The gateway's limit on requests. */
	TOO_MANY_REQUESTS("too-many-requests", HttpStatus.TOO_MANY_REQUESTS, "Too many requests",
			"Try again after the time in the header Retry-After."),
	/** The headers exceed the limit. */
	HEADERS_TOO_LARGE("headers-too-large", HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "Headers too large",
			"The headers are too large."),
	/** An error that the service does not expect. */
	INTERNAL("internal", HttpStatus.INTERNAL_SERVER_ERROR, "Internal error",
			"The request failed unexpectedly. The log has the cause under the correlation id."),
	/** The service, its store or another dependency is temporarily unavailable. */
	UNAVAILABLE("unavailable", HttpStatus.SERVICE_UNAVAILABLE, "Unavailable",
			"The service cannot process this request now. Try again."),
	/** An operator restores the store and has switched writes off. */
	WRITES_DISABLED("writes-disabled", HttpStatus.SERVICE_UNAVAILABLE, "Writes disabled",
			"The service is being restored and accepts no changes. Try again later.");

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

	/**
	 * Returns the problem of a refusal by the framework.
	 */
	public static Problem of(int status) {
		return switch (status) {
			case 401 -> UNAUTHORIZED;
			case 403 -> FORBIDDEN;
			case 404 -> NOT_FOUND;
			case 405 -> METHOD_NOT_ALLOWED;
			case 406 -> NOT_ACCEPTABLE;
			case 408 -> REQUEST_TIMEOUT;
			case 413 -> PAYLOAD_TOO_LARGE;
			case 414 -> URI_TOO_LONG;
			case 415 -> UNSUPPORTED_MEDIA_TYPE;
			case 416 -> RANGE_NOT_SATISFIABLE;
			case 431 -> HEADERS_TOO_LARGE;
			case 502, 503, 504 -> UNAVAILABLE;
			default -> (status >= 400 && status < 500) ? INVALID_REQUEST : INTERNAL;
		};
	}

	public URI type() {
		return this.type;
	}

	public HttpStatus status() {
		return this.status;
	}

	public String title() {
		return this.title;
	}

	public String detail() {
		return this.detail;
	}

	/**
	 * Returns the body of the answer.
	 * @param instance the path of the request; null if the request could not be parsed
	 */
	public ProblemBody body(@Nullable URI instance, String correlationId) {
		return new ProblemBody(this.type, this.title, this.status.value(), this.detail, instance, correlationId,
				List.of());
	}

}
