package dev.rollcall.registration.account;

import dev.rollcall.projection.LogVerifications;
import dev.rollcall.verification.Verification;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Declares the comparison of the accounts with the log.
 */
@Configuration(proxyBeanMethods = false)
class VerificationConfiguration {

	@Bean
	Verification accountsVerification(LogVerifications verifications, StoredAccounts stored, MongoAccounts accounts) {
		return new AccountsVerification(verifications.of(new AccountsInLog(), stored),
				verifications.of(new AccountsInLog(), stored.restored()), accounts);
	}

}
