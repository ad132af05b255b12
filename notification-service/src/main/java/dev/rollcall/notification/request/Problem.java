package dev.rollcall.notification.request;

import java.util.List;
import java.util.concurrent.TimeoutException;

import com.mongodb.MongoException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.web.ErrorResponse;

/**
 * What went wrong, as told to the caller.
 *
 * @param name the stable name, the last part of the problem's type
 * @param status the status of the answer
 * @param detail one sentence for people
 * @param errors what is wrong with which field; null where no field is
 */
record Problem(String name, HttpStatus status, String detail, @Nullable List<FieldError> errors) {

	static final Problem UNAUTHORIZED = new Problem("unauthorized", HttpStatus.UNAUTHORIZED,
			"A valid access token is needed.", null);

	private static final Problem INTERNAL = new Problem("internal", HttpStatus.INTERNAL_SERVER_ERROR,
			"Something went wrong here.", null);

	private static final Problem UNAVAILABLE = new Problem("unavailable", HttpStatus.SERVICE_UNAVAILABLE,
			"Not possible at the moment; try again.", null);

	static Problem of(Throwable ex) {
		if (ex instanceof InvalidRequest invalid) {
			return invalid(invalid);
		}
		if (ex instanceof TimeoutException || ex instanceof MongoException
				|| ex instanceof AuthenticationServiceException) {
			return UNAVAILABLE;
		}
		if (ex instanceof DataBufferLimitException || ex.getCause() instanceof DataBufferLimitException) {
			return of(HttpStatus.CONTENT_TOO_LARGE);
		}
		return (ex instanceof ErrorResponse response) ? of(HttpStatus.valueOf(response.getStatusCode().value()))
				: INTERNAL;
	}

	private static Problem of(HttpStatus status) {
		return switch (status) {
			case BAD_REQUEST -> new Problem("invalid-request", status, "The request cannot be read.", null);
			case UNAUTHORIZED -> UNAUTHORIZED;
			case NOT_FOUND -> new Problem("not-found", status, "There is nothing here.", null);
			case METHOD_NOT_ALLOWED -> new Problem("method-not-allowed", status, "Not with this method.", null);
			case CONTENT_TOO_LARGE -> new Problem("payload-too-large", status, "The body is too large.", null);
			case UNSUPPORTED_MEDIA_TYPE ->
				new Problem("unsupported-media-type", status, "The body must be JSON.", null);
			case SERVICE_UNAVAILABLE -> UNAVAILABLE;
			default -> status.is4xxClientError()
					? new Problem("invalid-request", status, "The request cannot be answered as asked.", null)
					: INTERNAL;
		};
	}

	private static Problem invalid(InvalidRequest ex) {
		FieldError error = new FieldError(ex.field(), ex.code(), String.valueOf(ex.getMessage()));
		return new Problem("invalid-request", HttpStatus.BAD_REQUEST, "The request is not valid.", List.of(error));
	}

	String title() {
		String words = this.name.replace('-', ' ');
		return Character.toUpperCase(words.charAt(0)) + words.substring(1);
	}

	boolean isUnexpected() {
		return this == INTERNAL;
	}

	/**
	 * What is wrong with a field.
	 *
	 * @param field its name
	 * @param code how, for programs
	 * @param message how, for people
	 */
	record FieldError(String field, String code, String message) {

	}

}
