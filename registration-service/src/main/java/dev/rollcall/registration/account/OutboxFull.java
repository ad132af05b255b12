package dev.rollcall.registration.account;

import dev.rollcall.web.Unavailable;

/**
 * Too many messages of the account are pending: its topics cannot be written, or it is
 * parked.
 */
final class OutboxFull extends Unavailable {

	private static final long serialVersionUID = 1L;

	OutboxFull() {
		super("The outbox of the account is full");
	}

}
