package dev.rollcall.session.session;

import dev.rollcall.outbox.OutboxAudit;
import dev.rollcall.projection.LogVerifications;
import dev.rollcall.projection.Verification;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/**
 * What of the sessions is compared with the log; the accounts, a projection, are by
 * themselves.
 */
@Configuration(proxyBeanMethods = false)
class VerificationConfiguration {

	@Bean
	@Order(1)
	Verification outboxVerification(OutboxAudit audit) {
		return new OutboxVerification(audit);
	}

	@Bean
	@Order(2)
	Verification sessionsVerification(LogVerifications verifications, SessionsHeld held, SessionsReaction reaction) {
		return new SessionsVerification(verifications.of(new SessionsInLog(), held), held,
				() -> verifications.applyAgain(reaction));
	}

}
