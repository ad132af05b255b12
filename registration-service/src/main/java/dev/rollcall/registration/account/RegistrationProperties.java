package dev.rollcall.registration.account;

import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of registration.
 *
 * @param discloseTakenEmail whether a registration with a taken address gets 409. If not
 * (strict mode), every registration gets 202 with an empty body. Set it in
 * session-service too
 * @param deleteUnverifiedAfter how long after the registration an account is deleted
 * whose address was never verified; zero: never. Unless it is set, 7 days in strict mode,
 * otherwise never, because an application may not use verification. Imported accounts
 * stay
 */
@ConfigurationProperties("rollcall.registration")
record RegistrationProperties(@DefaultValue("true") boolean discloseTakenEmail,
		@Nullable Duration deleteUnverifiedAfter) {

	private static final Duration STRICT = Duration.ofDays(7);

	/** Empty: unverified accounts stay. */
	Optional<Duration> unverifiedLifetime() {
		Duration set = this.deleteUnverifiedAfter;
		if (set != null) {
			return set.isZero() ? Optional.empty() : Optional.of(set);
		}
		return this.discloseTakenEmail ? Optional.empty() : Optional.of(STRICT);
	}

}
