package dev.rollcall.registration.breach;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where new passwords are looked up. Without a source, none is.
 *
 * @param rangeApi base address of a range API like that of Have I Been Pwned. It gets the
 * first five hexadecimal digits of the password's SHA-1
 * @param file a local list: lines {@code SHA1:COUNT} sorted by hash, in upper-case
 * hexadecimal. It is read where needed, never as a whole
 * @param timeLimit after this time the password is accepted
 */
@ConfigurationProperties("rollcall.breached-passwords")
record BreachProperties(@Nullable URI rangeApi, @Nullable Path file, @DefaultValue("500ms") Duration timeLimit) {

	BreachProperties {
		if (rangeApi != null && file != null) {
			throw new IllegalArgumentException("rollcall.breached-passwords: either range-api or file, not both");
		}
	}

}
