package dev.rollcall.registration.account;

import dev.rollcall.outbox.OutboxAudit;
import dev.rollcall.projection.LogVerifications;
import dev.rollcall.projection.Verification;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/**
 * What is compared with the log: first what was published, so that what is published
 * again is on its way when the accounts are compared.
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
	Verification accountsVerification(LogVerifications verifications, AccountsHeld held) {
		return verifications.of(new AccountsInLog(), held);
	}

}
