package dev.rollcall.session.key;

/**
 * A secret is missing or of the wrong type.
 */
final class UnusableKey extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param name the secret's name; never its content
	 */
	UnusableKey(String name, String fault) {
		super("The secret rollcall.keys.%s %s.".formatted(name, fault));
	}

}
