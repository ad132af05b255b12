package dev.rollcall.registration.account;

import java.time.Instant;

/**
 * Remembers which request made an account, as keyed hashes.
 *
 * @param key stands for the client's key
 * @param body stands for what was asked
 * @param until how long it is remembered
 */
record Idempotency(String key, String body, Instant until) {

	boolean expired(Instant now) {
		return !now.isBefore(this.until);
	}

}
