package dev.rollcall.registration.account;

/**
 * Thrown when an account with the same idempotency key exists.
 */
class IdempotencyKeyTaken extends RuntimeException {

	private static final long serialVersionUID = 1L;

	IdempotencyKeyTaken() {
		super("The idempotency key is taken");
	}

}
