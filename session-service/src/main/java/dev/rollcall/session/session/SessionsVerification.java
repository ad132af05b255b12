package dev.rollcall.session.session;

import dev.rollcall.projection.Findings;
import dev.rollcall.projection.Verification;
import dev.rollcall.session.account.UserId;

/**
 * Compares sessions with the log. After a restore from a backup, whatever the log says of
 * them, all sessions end: a user may have ended one, or changed a password, since.
 */
final class SessionsVerification implements Verification {

	private final Verification comparison;

	private final SessionsHeld held;

	SessionsVerification(Verification comparison, SessionsHeld held) {
		this.comparison = comparison;
		this.held = held;
	}

	@Override
	public String name() {
		return this.comparison.name();
	}

	@Override
	public Findings verify(Order order) {
		Findings findings = this.comparison.verify(order);
		if (order.repair() && order.restored()) {
			long ended = this.held.ids((id) -> true).stream().filter((id) -> this.held.endAll(UserId.of(id))).count();
			findings.note("All sessions of %d users have ended".formatted(ended));
		}
		return findings;
	}

}
