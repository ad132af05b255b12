package dev.rollcall.registration.account;

/**
 * A request came with the key of another one.
 */
class IdempotencyKeyReused extends RuntimeException {

	private static final long serialVersionUID = 1L;

	IdempotencyKeyReused() {
		super("The idempotency key belongs to another request");
	}

}
