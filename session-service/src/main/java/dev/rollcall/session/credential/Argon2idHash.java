package dev.rollcall.session.credential;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An Argon2id hash with what it was made with, read from a PHC string. Parameters that
 * would cost more than a sign-in may cost are not read.
 *
 * @param memory memory in KiB
 * @param iterations passes over the memory
 * @param parallelism lanes
 * @param salt the salt
 * @param hash the hash itself
 */
record Argon2idHash(int memory, int iterations, int parallelism, byte[] salt, byte[] hash) {

	static final int VERSION = 0x13;

	private static final int MAX_MEMORY = 128 * 1024;

	private static final int MAX_ITERATIONS = 16;

	private static final int MAX_PARALLELISM = 8;

	private static final Pattern PHC = Pattern.compile("\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,3})"
			+ "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{16,86})");

	static Optional<Argon2idHash> parse(String phc) {
		Matcher matcher = PHC.matcher(phc);
		if (!matcher.matches()) {
			return Optional.empty();
		}
		try {
			Argon2idHash hash = new Argon2idHash(number(matcher, 1), number(matcher, 2), number(matcher, 3),
					Base64.getDecoder().decode(matcher.group(4)), Base64.getDecoder().decode(matcher.group(5)));
			return Optional.of(hash).filter(Argon2idHash::isAffordable);
		}
		catch (IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

	/** Made with the same parameters. */
	boolean isLike(Argon2idHash other) {
		return this.memory == other.memory && this.iterations == other.iterations
				&& this.parallelism == other.parallelism && this.hash.length == other.hash.length;
	}

	Argon2idHash withSalt(byte[] other) {
		return new Argon2idHash(this.memory, this.iterations, this.parallelism, other, this.hash);
	}

	Argon2idHash withHash(byte[] other) {
		return new Argon2idHash(this.memory, this.iterations, this.parallelism, this.salt, other);
	}

	/** As a PHC string. */
	String encoded() {
		Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
		return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s".formatted(this.memory, this.iterations, this.parallelism,
				base64.encodeToString(this.salt), base64.encodeToString(this.hash));
	}

	private static int number(Matcher matcher, int group) {
		return Integer.parseInt(matcher.group(group));
	}

	private boolean isAffordable() {
		return this.iterations >= 1 && this.iterations <= MAX_ITERATIONS && this.parallelism >= 1
				&& this.parallelism <= MAX_PARALLELISM && this.memory >= 8 * this.parallelism
				&& this.memory <= MAX_MEMORY;
	}

	@Override
	public String toString() {
		return "Argon2idHash[m=%d, t=%d, p=%d]".formatted(this.memory, this.iterations, this.parallelism);
	}

}
