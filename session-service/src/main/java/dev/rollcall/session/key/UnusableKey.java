package dev.rollcall.session.key;

/**
 * A secret is missing or of the wrong kind.
 */
final class UnusableKey extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates one.
	 * @param name the secret's name; never its content
	 * @param fault what is wrong with it
	 */
	UnusableKey(String name, String fault) {
		super("The secret rollcall.keys.%s %s.".formatted(name, fault));
	}

}
