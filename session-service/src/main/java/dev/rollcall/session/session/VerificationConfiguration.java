package dev.rollcall.session.session;

import dev.rollcall.projection.LogVerifications;
import dev.rollcall.verification.Verification;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Declares the comparison of the sessions with the log. The accounts are a projection,
 * which is compared without a declaration.
 */
@Configuration(proxyBeanMethods = false)
class VerificationConfiguration {

	@Bean
	Verification sessionsVerification(LogVerifications verifications, StoredSessions stored,
			SessionsReaction reaction) {
		return new SessionsVerification(verifications.of(new SessionsInLog(), stored), stored,
				() -> verifications.applyAgain(reaction));
	}

}
