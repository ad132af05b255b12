package dev.rollcall.registration.account;

import java.time.Instant;

/**
 * The request that created an account, as keyed hashes.
 */
record Idempotency(String key, String body, Instant until) {

	boolean expired(Instant now) {
		return !now.isBefore(this.until);
	}

}
