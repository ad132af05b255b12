package dev.rollcall.registration.hash;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.rollcall.schemas.PasswordHash;
import dev.rollcall.schemas.PasswordHash.Argon2id;

/**
 * PHC strings of argon2id: the parameters in any order, base64 with or without padding.
 * Django writes {@code argon2} before it.
 */
final class Argon2idFormat implements HashFormat {

	private static final Pattern PHC = Pattern
		.compile("(?:argon2)?\\$(argon2(?:id|i|d))\\$(?:v=([0-9]+)\\$)?([^$]*)\\$([^$]*)\\$([^$]*)");

	private static final Set<String> PARAMETERS = Set.of("m", "t", "p");

	private final ImportProperties limits;

	Argon2idFormat(ImportProperties limits) {
		this.limits = limits;
	}

	@Override
	public Optional<PasswordHash> read(String text) {
		Matcher parts = PHC.matcher(text);
		return parts.matches() ? Optional.of(read(parts)) : Optional.empty();
	}

	private PasswordHash read(Matcher parts) {
		if (!"argon2id".equals(parts.group(1))) {
			throw RefusedHash.unknownKind(parts.group(1));
		}
		if (!"19".equals(parts.group(2))) {
			throw RefusedHash.version("Argon2 has version 16 unless it says v=19; only version 19 is supported");
		}
		Map<String, Integer> values = Parameters.read(parts.group(3), PARAMETERS);
		int iterations = Parameters.required(values, "t", 1);
		int parallelism = Parameters.required(values, "p", 1);
		int memory = Parameters.required(values, "m", 1);
		this.limits.checkArgon2id(memory, iterations, parallelism);
		Parameters.atLeast("m", memory, 8 * parallelism);
		return new Argon2id(memory, iterations, parallelism, Encoded.base64(parts.group(4), "salt"),
				Encoded.base64(parts.group(5), "hash"));
	}

}
