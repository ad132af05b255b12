package dev.rollcall.session.throttle;

import java.util.HashMap;
import java.util.Map;

import org.bson.types.ObjectId;

/**
 * An attempt that was counted before it was made.
 *
 * @param attempts on what keys it was counted, with its id there
 */
public record Reservation(Map<String, ObjectId> attempts) {

	/**
	 * Makes one.
	 */
	public Reservation {
		attempts = Map.copyOf(attempts);
	}

	Reservation and(String key, ObjectId attempt) {
		Map<String, ObjectId> both = new HashMap<>(this.attempts);
		both.put(key, attempt);
		return new Reservation(both);
	}

}
