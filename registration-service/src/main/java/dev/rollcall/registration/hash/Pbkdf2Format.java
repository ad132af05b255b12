package dev.rollcall.registration.hash;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.rollcall.schemas.PasswordHash;
import dev.rollcall.schemas.PasswordHash.Pbkdf2;

/**
 * PBKDF2 as PHC string, and as passlib, OpenLDAP, Django and Spring Security write it.
 */
final class Pbkdf2Format implements HashFormat {

	private static final String PARTS = "\\$?([^$]*)\\$([^$]*)\\$([^$]*)";

	/** {@code $pbkdf2-sha256$i=1000,l=32$...} or {@code {PBKDF2-SHA256}1000$...}. */
	private static final Pattern PHC = Pattern.compile("(?:\\$pbkdf2(?:-(sha[0-9]+))?|\\{pbkdf2-(sha[0-9]+)})" + PARTS,
			Pattern.CASE_INSENSITIVE);

	/** The salt is the text itself, not base64. */
	private static final Pattern DJANGO = Pattern.compile("pbkdf2_(sha[0-9]+)" + PARTS);

	/** Salt and hash in hexadecimal. The name stands for the other parameters. */
	private static final Pattern SPRING = Pattern.compile("\\{pbkdf2(@SpringSecurity_v5_8)?}([0-9a-f]{8,})");

	private static final int SPRING_ITERATIONS = 310_000;

	private static final int SPRING_SALT = 16;

	private final ImportProperties limits;

	Pbkdf2Format(ImportProperties limits) {
		this.limits = limits;
	}

	@Override
	public Optional<PasswordHash> read(String text) {
		return phc(text).or(() -> django(text)).or(() -> spring(text));
	}

	private Optional<PasswordHash> phc(String text) {
		Matcher parts = PHC.matcher(text);
		if (!parts.matches()) {
			return Optional.empty();
		}
		String digest = (parts.group(1) != null) ? parts.group(1) : parts.group(2);
		String parameters = parts.group(3);
		Map<String, Integer> values = Parameters.read(parameters.contains("=") ? parameters : "i=" + parameters,
				Set.of("i", "l"));
		byte[] hash = Encoded.base64(parts.group(5), "hash");
		if (values.getOrDefault("l", hash.length) != hash.length) {
			throw RefusedHash.parameters("l is not the length of the hash");
		}
		return Optional.of(hash((digest != null) ? digest : "sha1", Parameters.required(values, "i", 1),
				Encoded.base64(parts.group(4), "salt"), hash));
	}

	private Optional<PasswordHash> django(String text) {
		Matcher parts = DJANGO.matcher(text);
		return parts.matches()
				? Optional.of(hash(parts.group(1),
						Parameters.required(Parameters.read("i=" + parts.group(2), Set.of("i")), "i", 1),
						parts.group(3).getBytes(StandardCharsets.UTF_8), Encoded.base64(parts.group(4), "hash")))
				: Optional.empty();
	}

	private Optional<PasswordHash> spring(String text) {
		Matcher parts = SPRING.matcher(text);
		if (!parts.matches()) {
			return Optional.empty();
		}
		byte[] bytes = Encoded.hex(parts.group(2), "salt or hash");
		return Optional
			.of(hash((parts.group(1) != null) ? "sha256" : "sha1", SPRING_ITERATIONS, Arrays.copyOf(bytes, SPRING_SALT),
					Arrays.copyOfRange(bytes, SPRING_SALT, Math.max(bytes.length, SPRING_SALT))));
	}

	/** Creates a hash that the limits allow. */
	PasswordHash hash(String digest, int iterations, byte[] salt, byte[] hash) {
		String name = digest.toLowerCase(Locale.ROOT);
		switch (name) {
			case "sha256" -> this.limits.checkPbkdf2Sha256(iterations, hash.length);
			case "sha512" -> this.limits.checkPbkdf2Sha512(iterations);
			default -> throw RefusedHash.unknownKind("pbkdf2 with " + name);
		}
		Parameters.atLeast("The number of iterations", iterations, Pbkdf2.MIN_ITERATIONS);
		return new Pbkdf2(name, iterations, salt, hash);
	}

}
