package dev.rollcall.registration.key;

/**
 * Thrown when a secret is missing or malformed. Its message never contains the secret.
 */
class UnusableKey extends RuntimeException {

	private static final long serialVersionUID = 1L;

	UnusableKey(String name, String fault) {
		super("The secret " + name + " " + fault);
	}

}
