package dev.rollcall.registration.account;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.google.crypto.tink.Mac;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Computes keyed hashes of idempotency keys and their requests, so that the store holds
 * neither. The hash covers the password (in its normal form), so guessing passwords
 * against it needs the secret key.
 */
@Component
class Idempotencies {

	private final Mac mac;

	private final AccountProperties properties;

	private final Clock clock;

	Idempotencies(Mac idempotencyMac, AccountProperties properties, Clock clock) {
		this.mac = idempotencyMac;
		this.properties = properties;
		this.clock = clock;
	}

	Idempotency of(String key, Registrant registrant) {
		Instant until = this.clock.instant().plus(this.properties.idempotency()).truncatedTo(ChronoUnit.MILLIS);
		return new Idempotency(hash("key:" + key), hash("body:" + canonical(registrant)), until);
	}

	private String hash(String text) {
		try {
			byte[] hash = this.mac.computeMac(text.getBytes(StandardCharsets.UTF_8));
			return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Hashing an idempotency key with rollcall.keys.idempotency failed", ex);
		}
	}

	/**
	 * Prefixes each value with its length, so that different requests never have the same
	 * text.
	 */
	private static String canonical(Registrant registrant) {
		Profile profile = registrant.profile();
		return Stream
			.of(registrant.email().written(), registrant.password().normal().value(), text(profile.displayName()),
					text(profile.locale()))
			.map((value) -> value.length() + ":" + value)
			.collect(Collectors.joining());
	}

	private static String text(@Nullable String value) {
		return (value != null) ? value : "";
	}

}
