package dev.rollcall.acceptance.check;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/**
 * A line of the client's ledger: a request and its outcome. A later line of the same id
 * resolves an unknown outcome.
 *
 * @param id the same in all lines of an operation
 * @param kind the kind of request
 * @param email the user's canonical address
 * @param start when the request was sent, in milliseconds since the epoch
 * @param end when its outcome was known, in milliseconds since the epoch
 * @param outcome done, refused or unknown
 * @param answer the response
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Operation(String id, Kind kind, String email, long start, long end, Outcome outcome, Answer answer) {

	/** How long the client waited, in milliseconds. */
	long duration() {
		return this.end - this.start;
	}

	/**
	 * A kind of request.
	 */
	public enum Kind {

		/** A registration, with an idempotency key. */
		REGISTER,

		/** A sign-in, with the consistency token of the registration. */
		SIGN_IN,

		/** An exchange of a refresh token. */
		REFRESH,

		/** The end of a session. */
		SIGN_OUT,

		/** A read. */
		READ,

		/** A change of the user's name, to the operation's id. */
		CHANGE_PROFILE,

		/** A change of the password. */
		CHANGE_PASSWORD

	}

	/**
	 * The outcome of a request.
	 */
	public enum Outcome {

		/** Done. */
		OK,

		/** Refused. */
		FAIL,

		/** Unknown: no response, or one that leaves the outcome open. */
		INFO

	}

	/**
	 * A response.
	 *
	 * @param status the HTTP status; 0 without a response
	 * @param retryAfter the header {@code Retry-After}
	 * @param userId the user, if the response names one
	 * @param sessionId the session of the request or the response
	 * @param detail the problem's type, or the error of the connection
	 */
	public record Answer(int status, @Nullable String retryAfter, @Nullable String userId, @Nullable String sessionId,
			@Nullable String detail) {

	}

}
