package dev.rollcall.registration.credential;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The hash of a password in a form that can be verified here: Argon2id as a PHC string,
 * bcrypt ({@code $2a$}, {@code $2b$}, {@code $2y$}) or PBKDF2
 * ({@code $pbkdf2-sha256$i=iterations$salt$hash}, salt and hash in base64 without
 * padding; also sha512). One that would cost more than a sign-in may cost is not taken.
 *
 * @param text the encoded hash
 */
public record EncodedHash(String text) {

	static final Pattern ARGON2ID = Pattern.compile("\\$argon2id\\$v=19\\$m=(\\d{1,6}),t=(\\d{1,2}),p=([1-8])"
			+ "\\$[A-Za-z0-9+/]{11,86}\\$[A-Za-z0-9+/]{16,86}");

	static final Pattern BCRYPT = Pattern.compile("\\$2[aby]\\$(0[4-9]|1[0-4])\\$[./A-Za-z0-9]{53}");

	static final Pattern PBKDF2 = Pattern
		.compile("\\$pbkdf2-(sha256|sha512)\\$i=(\\d{1,7})\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

	private static final int MOST_MEMORY_KIB = 128 * 1024;

	private static final int MOST_PASSES = 16;

	private static final int LEAST_ITERATIONS = 1000;

	private static final int MOST_ITERATIONS = 2_000_000;

	/**
	 * Reads a hash.
	 * @param text what another system has
	 * @return the hash; empty if it is of no kind that is taken here
	 */
	public static Optional<EncodedHash> parse(String text) {
		boolean taken = isAffordableArgon2id(text) || BCRYPT.matcher(text).matches() || isAffordablePbkdf2(text);
		return taken ? Optional.of(new EncodedHash(text)) : Optional.empty();
	}

	private static boolean isAffordableArgon2id(String text) {
		Matcher argon2id = ARGON2ID.matcher(text);
		if (!argon2id.matches()) {
			return false;
		}
		int memory = Integer.parseInt(argon2id.group(1));
		int passes = Integer.parseInt(argon2id.group(2));
		int lanes = Integer.parseInt(argon2id.group(3));
		return memory >= 8 * lanes && memory <= MOST_MEMORY_KIB && passes >= 1 && passes <= MOST_PASSES;
	}

	private static boolean isAffordablePbkdf2(String text) {
		Matcher pbkdf2 = PBKDF2.matcher(text);
		if (!pbkdf2.matches()) {
			return false;
		}
		int iterations = Integer.parseInt(pbkdf2.group(2));
		return iterations >= LEAST_ITERATIONS && iterations <= MOST_ITERATIONS;
	}

	@Override
	public String toString() {
		return "EncodedHash[not shown]";
	}

}
