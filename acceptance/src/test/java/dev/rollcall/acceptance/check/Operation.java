package dev.rollcall.acceptance.check;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/**
 * A line of the client's ledger: something that was asked, and what came of it. A later
 * line of the same id resolves an unknown outcome.
 *
 * @param id which operation
 * @param kind what was asked
 * @param email whose, in the canonical form
 * @param start when it was sent, in milliseconds since the epoch
 * @param end when its outcome was known
 * @param outcome what came of it
 * @param answer what was answered
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Operation(String id, Kind kind, String email, long start, long end, Outcome outcome, Answer answer) {

	/** Says how long the client has waited, in milliseconds. */
	long duration() {
		return this.end - this.start;
	}

	/**
	 * What was asked.
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

		/** Something that a user looks at. */
		READ,

		/** Another name of the user: the operation's id. */
		CHANGE_PROFILE,

		/** Another password. */
		CHANGE_PASSWORD

	}

	/**
	 * What came of it.
	 */
	public enum Outcome {

		/** Done. */
		OK,

		/** Refused, and not done. */
		FAIL,

		/** Unknown: no answer, or one that promises nothing. */
		INFO

	}

	/**
	 * What was answered.
	 *
	 * @param status the HTTP status; 0 for none
	 * @param retryAfter the header of that name
	 * @param userId the user, where the answer names one
	 * @param sessionId the session that was asked about or answered
	 * @param detail the problem's type, or what the connection came to
	 */
	public record Answer(int status, @Nullable String retryAfter, @Nullable String userId, @Nullable String sessionId,
			@Nullable String detail) {

	}

}
