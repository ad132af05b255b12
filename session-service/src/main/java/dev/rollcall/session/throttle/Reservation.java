package dev.rollcall.session.throttle;

import java.util.HashMap;
import java.util.Map;

import org.bson.types.ObjectId;

/**
 * A sign-in that was counted before its password is verified.
 *
 * @param attempts the attempt's id for each key that it counts against
 */
public record Reservation(Map<String, ObjectId> attempts) {

	public Reservation {
		attempts = Map.copyOf(attempts);
	}

	Reservation and(String key, ObjectId attempt) {
		Map<String, ObjectId> both = new HashMap<>(this.attempts);
		both.put(key, attempt);
		return new Reservation(both);
	}

}
