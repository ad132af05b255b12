package dev.rollcall.session.session;

import java.util.function.LongSupplier;

import dev.rollcall.schemas.UserId;
import dev.rollcall.verification.Findings;
import dev.rollcall.verification.Verification;

/**
 * Compares sessions with the log. After a restore from a backup, it also applies the
 * account records of the log again, because the consumer group is ahead of the store, and
 * ends all sessions, because a user may have ended one after the backup.
 */
final class SessionsVerification implements Verification {

	private final Verification comparison;

	private final StoredSessions stored;

	private final LongSupplier accounts;

	/**
	 * Creates a verification.
	 */
	SessionsVerification(Verification comparison, StoredSessions stored, LongSupplier accounts) {
		this.comparison = comparison;
		this.stored = stored;
		this.accounts = accounts;
	}

	@Override
	public String name() {
		return this.comparison.name();
	}

	@Override
	public Findings verify(Order order) {
		Findings findings = this.comparison.verify(order);
		if (order.repair() && order.restored()) {
			findings.note("%d account records were applied again".formatted(this.accounts.getAsLong()));
			long ended = this.stored.ids().stream().filter((id) -> this.stored.endAll(UserId.of(id))).count();
			findings.note("All sessions of %d users were ended".formatted(ended));
		}
		return findings;
	}

}
