package dev.rollcall.notification.template;

import java.time.Instant;

/**
 * What one message is about.
 *
 * @param count how many events; more than 1 only if they were combined
 * @param since time of the first
 */
public record Occurrences(int count, Instant since) {

	/**
	 * Of a message about one event.
	 */
	public static Occurrences one(Instant at) {
		return new Occurrences(1, at);
	}

}
