package dev.rollcall.schemas;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * The hash of a password, of a kind that sign-in verifies and at a cost that it accepts.
 * What {@link #parse} returns can be verified.
 */
public sealed interface PasswordHash {

	/**
	 * Reads an encoded hash.
	 * @return empty if the text is of an unknown kind, is not exactly as {@link #encoded}
	 * writes it, or has a cost outside the limits
	 */
	static Optional<PasswordHash> parse(String text) {
		try {
			return Argon2id.read(text)
				.or(() -> Bcrypt.read(text))
				.or(() -> Pbkdf2.read(text))
				.filter((hash) -> hash.encoded().equals(text));
		}
		catch (IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

	/** The text form in which hashes are stored, sealed and imported. */
	String encoded();

	/**
	 * Returns whether a match shows that this is the whole password. If not, a longer or
	 * shorter one may be the right one, and the hash must not be replaced by a hash of
	 * this one.
	 */
	boolean readsAll(String password);

	/** The memory that its computation takes, in KiB. */
	int memoryKiB();

	/**
	 * The estimated time of its computation, in multiples of Argon2id with 19 MiB and 2
	 * iterations (19 to 28 ms on a core).
	 */
	double cost();

	private static String base64(byte[] bytes) {
		return Base64.getEncoder().withoutPadding().encodeToString(bytes);
	}

	private static byte[] bytes(Matcher parts, int group) {
		return Base64.getDecoder().decode(parts.group(group));
	}

	private static int number(Matcher parts, int group) {
		return Integer.parseInt(parts.group(group));
	}

	private static void check(boolean inLimits) {
		if (!inLimits) {
			throw new IllegalArgumentException("The cost of the password hash is outside the limits");
		}
	}

	/**
	 * Argon2id, version 19, as a PHC string.
	 *
	 * @param memory in KiB
	 * @param iterations passes over the memory
	 * @param parallelism lanes
	 */
	record Argon2id(int memory, int iterations, int parallelism, byte[] salt, byte[] hash) implements PasswordHash {

		/** In KiB. */
		public static final int MAX_MEMORY = 128 * 1024;

		public static final int MAX_ITERATIONS = 16;

		public static final int MAX_PARALLELISM = 8;

		/** KiB times passes of a hash with the cost of 1. */
		private static final double UNIT = 19456 * 2;

		private static final Pattern PHC = Pattern.compile("\\$argon2id\\$v=19\\$m=(\\d{1,6}),t=(\\d{1,2}),p=(\\d)"
				+ "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{16,86})");

		/**
		 * Checks the cost.
		 * @throws IllegalArgumentException if it is outside the limits
		 */
		public Argon2id {
			check(parallelism >= 1 && parallelism <= MAX_PARALLELISM);
			check(iterations >= 1 && iterations <= MAX_ITERATIONS);
			check(memory >= 8 * parallelism && memory <= MAX_MEMORY);
		}

		private static Optional<PasswordHash> read(String text) {
			Matcher parts = PHC.matcher(text);
			return parts.matches() ? Optional.of(new Argon2id(number(parts, 1), number(parts, 2), number(parts, 3),
					bytes(parts, 4), bytes(parts, 5))) : Optional.empty();
		}

		/** Whether it has the same parameters and length. */
		public boolean isLike(Argon2id other) {
			return this.memory == other.memory && this.iterations == other.iterations
					&& this.parallelism == other.parallelism && this.hash.length == other.hash.length;
		}

		/** Returns a hash with the same parameters. */
		public Argon2id with(byte[] otherSalt, byte[] otherHash) {
			return new Argon2id(this.memory, this.iterations, this.parallelism, otherSalt, otherHash);
		}

		@Override
		public String encoded() {
			return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s".formatted(this.memory, this.iterations, this.parallelism,
					base64(this.salt), base64(this.hash));
		}

		@Override
		public boolean readsAll(String password) {
			return true;
		}

		@Override
		public int memoryKiB() {
			return this.memory;
		}

		@Override
		public double cost() {
			return (double) this.memory * this.iterations / UNIT;
		}

		@Override
		public String toString() {
			return "Argon2id[m=%d, t=%d, p=%d]".formatted(this.memory, this.iterations, this.parallelism);
		}

	}

	/**
	 * bcrypt with a cost from 4 to 14: {@code $2a$}, {@code $2b$} or {@code $2y$}.
	 */
	record Bcrypt(String encoded) implements PasswordHash {

		public static final int MIN_COST = 4;

		public static final int MAX_COST = 14;

		/** Blowfish's boxes, in KiB. */
		private static final int MEMORY = 5;

		/** The cost of bcrypt's own lowest cost. */
		private static final double LEAST = 9.0 / 256;

		/** The last characters of salt and hash have bits that are always zero. */
		private static final Pattern ENCODED = Pattern
			.compile("\\$2[aby]\\$(0[4-9]|1[0-4])\\$" + "[./A-Za-z0-9]{21}[.Oeu][./A-Za-z0-9]{30}[.CGKOSWaeimquy26]");

		/** Bytes that bcrypt reads, with the NUL that ends a shorter password. */
		private static final int READ = 72;

		private static Optional<PasswordHash> read(String text) {
			return ENCODED.matcher(text).matches() ? Optional.of(new Bcrypt(text)) : Optional.empty();
		}

		/**
		 * Not from 72 bytes on, even at exactly 72: longer passwords match, too. Nor with
		 * a NUL, because bcrypt repeats the password, separated by NUL.
		 */
		@Override
		public boolean readsAll(String password) {
			return password.indexOf('\0') < 0 && password.getBytes(StandardCharsets.UTF_8).length < READ;
		}

		@Override
		public int memoryKiB() {
			return MEMORY;
		}

		@Override
		public double cost() {
			int exponent = Integer.parseInt(this.encoded.substring(4, 6));
			return Math.scalb(LEAST, exponent - MIN_COST);
		}

		@Override
		public String toString() {
			return "Bcrypt[not shown]";
		}

	}

	/**
	 * PBKDF2 with HMAC (RFC 8018): {@code $pbkdf2-sha256$i=iterations$salt$hash}, salt
	 * and hash in base64 without padding.
	 *
	 * @param digest {@code sha256} or {@code sha512}
	 */
	record Pbkdf2(String digest, int iterations, byte[] salt, byte[] hash) implements PasswordHash {

		public static final int MIN_ITERATIONS = 1000;

		public static final int MAX_ITERATIONS = 2_000_000;

		/** Iterations with SHA-256 whose cost is 1. */
		private static final double SHA256_UNIT = 130_000;

		private static final double SHA512_UNIT = 35_000;

		private static final Pattern ENCODED = Pattern
			.compile("\\$pbkdf2-(sha256|sha512)\\$i=(\\d{1,7})\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

		/**
		 * Checks the cost.
		 * @throws IllegalArgumentException if it is outside the limits
		 */
		public Pbkdf2 {
			check(iterations >= MIN_ITERATIONS && iterations <= MAX_ITERATIONS);
		}

		private static Optional<PasswordHash> read(String text) {
			Matcher parts = ENCODED.matcher(text);
			return parts.matches()
					? Optional.of(new Pbkdf2(parts.group(1), number(parts, 2), bytes(parts, 3), bytes(parts, 4)))
					: Optional.empty();
		}

		@Override
		public String encoded() {
			return "$pbkdf2-%s$i=%d$%s$%s".formatted(this.digest, this.iterations, base64(this.salt),
					base64(this.hash));
		}

		/**
		 * Verifies a password (PBKDF2 with HMAC, RFC 8018; the password in UTF-8). Blocks
		 * for up to seconds.
		 */
		public boolean matches(String password) {
			PBEKeySpec keys = new PBEKeySpec(password.toCharArray(), this.salt, this.iterations,
					this.hash.length * Byte.SIZE);
			try {
				String algorithm = "PBKDF2WithHmac" + this.digest.toUpperCase(Locale.ROOT);
				return MessageDigest.isEqual(this.hash,
						SecretKeyFactory.getInstance(algorithm).generateSecret(keys).getEncoded());
			}
			catch (GeneralSecurityException ex) {
				throw new IllegalStateException("This JDK does not support PBKDF2", ex);
			}
			finally {
				keys.clearPassword();
			}
		}

		/** HMAC pads its key with NUL. */
		@Override
		public boolean readsAll(String password) {
			return !password.endsWith("\0");
		}

		@Override
		public int memoryKiB() {
			return 1;
		}

		@Override
		public double cost() {
			return this.digest.equals("sha512") ? this.iterations / SHA512_UNIT
					: Math.ceil(this.hash.length / 32.0) * this.iterations / SHA256_UNIT;
		}

		@Override
		public String toString() {
			return "Pbkdf2[%s, iterations=%d]".formatted(this.digest, this.iterations);
		}

	}

}
