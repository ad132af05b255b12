package dev.rollcall.registration.hash;

/**
 * A hash that the import refuses. Code and message name the rule, never the hash.
 */
public final class RefusedHash extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String code;

	private RefusedHash(String code, String message) {
		super(message, null, false, false);
		this.code = code;
	}

	public String code() {
		return this.code;
	}

	/** Rollcall does not compute hashes of this kind. */
	static RefusedHash unknownKind(String name) {
		return new RefusedHash("unknown-kind",
				name + " is not supported. Must be argon2id, bcrypt, or pbkdf2 with sha256 or sha512");
	}

	/** The kind is known, but not in this version. */
	static RefusedHash version(String message) {
		return new RefusedHash("version", message);
	}

	/** A parameter is missing, repeated or out of range. */
	static RefusedHash parameters(String message) {
		return new RefusedHash("parameters", message);
	}

	/** Salt or hash is no base64 or hexadecimal text of any bytes. */
	static RefusedHash encoding(String part) {
		return new RefusedHash("encoding", "The " + part + " has an impossible length, character or last character");
	}

	/** A sign-in would take too long. */
	static RefusedHash cost(String what, long value, long limit) {
		return new RefusedHash("cost", "%s is %d, above the limit of %d".formatted(what, value, limit));
	}

}
