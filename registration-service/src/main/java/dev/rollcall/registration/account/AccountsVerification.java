package dev.rollcall.registration.account;

import java.time.Duration;

import dev.rollcall.verification.Findings;
import dev.rollcall.verification.Verification;

/**
 * Compares accounts with the log. After a restore from a backup, it also voids requested
 * links: the log does not say which of them were used or voided after the backup.
 */
final class AccountsVerification implements Verification {

	private static final Duration TIMEOUT = Duration.ofMinutes(10);

	private final Verification comparison;

	private final Verification afterRestore;

	private final MongoAccounts accounts;

	AccountsVerification(Verification comparison, Verification afterRestore, MongoAccounts accounts) {
		this.comparison = comparison;
		this.afterRestore = afterRestore;
		this.accounts = accounts;
	}

	@Override
	public String name() {
		return this.comparison.name();
	}

	@Override
	public Findings verify(Order order) {
		Findings findings = (order.restored() ? this.afterRestore : this.comparison).verify(order);
		if (order.repair() && order.restored()) {
			findings.note("Requested links of %d accounts were made void"
				.formatted(this.accounts.voidRequests(TIMEOUT).block(TIMEOUT)));
		}
		return findings;
	}

}
