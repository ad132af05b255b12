package dev.rollcall.notification.key;

/**
 * A secret is missing or malformed. Never carries the secret.
 */
class UnusableKey extends RuntimeException {

	private static final long serialVersionUID = 1L;

	UnusableKey(String name, String fault) {
		super("The secret " + name + " " + fault);
	}

}
