package dev.rollcall.session.session;

import java.time.Clock;

import dev.rollcall.projection.LogVerifications;
import dev.rollcall.session.device.Devices;
import dev.rollcall.session.key.Keys;
import dev.rollcall.verification.Verification;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Declares the domain classes, which do not depend on Spring, and the comparison of
 * sessions with the log. Accounts are a projection, which needs no declaration.
 */
@Configuration(proxyBeanMethods = false)
class SessionConfiguration {

	@Bean
	RefreshTokens refreshTokens(Keys keys) {
		return new RefreshTokens(keys.refresh());
	}

	@Bean
	Rotation rotation(RefreshTokens tokens, Devices devices, SessionProperties properties, Clock clock) {
		return new Rotation(tokens, devices, properties, clock);
	}

	@Bean
	Verification sessionsVerification(LogVerifications verifications, StoredSessions stored,
			SessionsReaction reaction) {
		return new SessionsVerification(verifications.of(new SessionsInLog(), stored), stored,
				() -> verifications.applyAgain(reaction));
	}

}
