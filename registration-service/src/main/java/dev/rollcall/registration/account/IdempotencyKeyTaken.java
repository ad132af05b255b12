package dev.rollcall.registration.account;

/**
 * An account made by a request of the same key is there already.
 */
class IdempotencyKeyTaken extends RuntimeException {

	private static final long serialVersionUID = 1L;

	IdempotencyKeyTaken() {
		super("The idempotency key is taken");
	}

}
