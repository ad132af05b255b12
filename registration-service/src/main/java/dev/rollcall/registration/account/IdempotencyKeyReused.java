package dev.rollcall.registration.account;

/**
 * Thrown when an idempotency key is reused for another request.
 */
class IdempotencyKeyReused extends RuntimeException {

	private static final long serialVersionUID = 1L;

	IdempotencyKeyReused() {
		super("The idempotency key belongs to another request");
	}

}
