package dev.rollcall.registration.credential;

/**
 * Why the policy refuses a password.
 */
public enum PasswordFault {

	/** Fewer than 8 characters. */
	TOO_SHORT("too-short", "At least 8 characters"),

	/** More than 128 characters. */
	TOO_LONG("too-long", "At most 128 characters"),

	/** Has characters that no new password may have. */
	DISALLOWED("disallowed-character", "No control characters, private use or characters that Unicode does not assign"),

	/** Guessable, also without the public data of the account that it contains. */
	WEAK("weak", "Too easy to guess: try a few unrelated words, without your name, your e-mail address or our name"),

	/** Known from a breach of another service. */
	BREACHED("breached", "Known from a breach of another service: choose another one");

	private final String code;

	private final String message;

	PasswordFault(String code, String message) {
		this.code = code;
		this.message = message;
	}

	public String code() {
		return this.code;
	}

	public String message() {
		return this.message;
	}

}
