package dev.rollcall.session.session;

import java.util.function.LongSupplier;

import dev.rollcall.projection.Findings;
import dev.rollcall.projection.Verification;
import dev.rollcall.schemas.UserId;

/**
 * Compares sessions with the log. After a restore from a backup the log's accounts, with
 * their locks, deletions and passwords, are applied again, for the group has read them
 * before; and whatever the log says of them, all sessions end: a user may have ended one
 * since.
 */
final class SessionsVerification implements Verification {

	private final Verification comparison;

	private final SessionsHeld held;

	private final LongSupplier accounts;

	/**
	 * Makes one.
	 * @param accounts applies what the log says of accounts again, and counts it
	 */
	SessionsVerification(Verification comparison, SessionsHeld held, LongSupplier accounts) {
		this.comparison = comparison;
		this.held = held;
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
			findings.note("%d records of accounts were applied again".formatted(this.accounts.getAsLong()));
			long ended = this.held.ids((id) -> true).stream().filter((id) -> this.held.endAll(UserId.of(id))).count();
			findings.note("All sessions of %d users have ended".formatted(ended));
		}
		return findings;
	}

}
