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
 * Makes the keyed hashes that stand for idempotency keys and their requests, so that the
 * store holds neither. The request's password is in its hash: without the secret key
 * nobody can try passwords against it.
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
			throw new IllegalStateException("An idempotency key could not be hashed", ex);
		}
	}

	/** Each value with its length, so that no two requests have the same text. */
	private static String canonical(Registrant registrant) {
		Profile profile = registrant.profile();
		return Stream
			.of(registrant.email().written(), registrant.password().value(), text(profile.displayName()),
					text(profile.locale()))
			.map((value) -> value.length() + ":" + value)
			.collect(Collectors.joining());
	}

	private static String text(@Nullable String value) {
		return (value != null) ? value : "";
	}

}
