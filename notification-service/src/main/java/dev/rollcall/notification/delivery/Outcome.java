package dev.rollcall.notification.delivery;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How an attempt at a delivery ended.
 */
sealed interface Outcome {

	/** The channel accepted the delivery. */
	Ended SENT = new Ended("sent", "sent", null);

	/** The user's preferences exclude the delivery. */
	Ended SUPPRESSED = new Ended("suppressed", "suppressed", "preference");

	/** The delivery expired before a channel accepted it. */
	Ended EXPIRED = new Ended("expired", "failed", "expired");

	/** The user was deleted before a channel accepted the delivery. */
	Ended ERASED = new Ended("erased", "suppressed", "erased");

	/** The delivery had ended before this attempt. */
	Outcome DONE = new Repeated();

	/**
	 * The message of another delivery mentions this one.
	 * @param leader id of the other
	 */
	static Ended joined(String leader) {
		return new Ended("joined", "joined", leader);
	}

	/**
	 * The channel refused the delivery permanently.
	 * @param reason without personal data
	 */
	static Ended refused(String reason) {
		return new Ended("refused", "failed", reason);
	}

	/** The value of the metric's and the span's tag. */
	String label();

	/**
	 * The delivery has ended and moves to {@code done}.
	 *
	 * @param result the outcome that is stored
	 * @param reason the reason that is stored, without personal data
	 */
	record Ended(String label, String result, @Nullable String reason) implements Outcome {

		boolean isRefused() {
			return this.label.equals("refused");
		}

	}

	/**
	 * The attempt failed; a later one may succeed.
	 *
	 * @param reason without personal data
	 */
	record Postponed(String reason) implements Outcome {

		@Override
		public String label() {
			return "postponed";
		}

	}

	/**
	 * A message of this kind was sent a short time ago; this one waits.
	 */
	record Held(Instant until) implements Outcome {

		@Override
		public String label() {
			return "held";
		}

	}

	/**
	 * A former attempt had ended the delivery.
	 */
	record Repeated() implements Outcome {

		@Override
		public String label() {
			return "done";
		}

	}

}
