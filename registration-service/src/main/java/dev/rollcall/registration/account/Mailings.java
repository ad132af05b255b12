package dev.rollcall.registration.account;

import java.time.Instant;
import java.util.UUID;

import dev.rollcall.registration.link.Link;
import dev.rollcall.registration.link.LinkProperties;
import dev.rollcall.registration.link.LinkPurpose;
import dev.rollcall.registration.link.LinkToken;

import org.springframework.stereotype.Component;

/**
 * Creates the links that are sent to users.
 */
@Component
public final class Mailings {

	private final LinkProperties properties;

	Mailings(LinkProperties properties) {
		this.properties = properties;
	}

	/**
	 * Sends a link to an account's own address.
	 * @param now the time, in whole milliseconds
	 */
	public Change send(Account account, LinkPurpose purpose, Instant now) {
		return send(account, purpose, account.email().value().written(), now);
	}

	/**
	 * Sends a link to an address.
	 * @param now the time, in whole milliseconds
	 */
	public Change send(Account account, LinkPurpose purpose, String address, Instant now) {
		Change.Mailing mailing = mailing(account.id().value(), purpose, address, now);
		return account.send(mailing.link(), mailing.token(), now);
	}

	/**
	 * Creates links that revert a change of the address.
	 * @param now the time, in whole milliseconds
	 */
	public Account.UndoLink undo(Instant now) {
		return (user, address) -> mailing(user, LinkPurpose.UNDO_EMAIL_CHANGE, address, now);
	}

	private Change.Mailing mailing(UUID user, LinkPurpose purpose, String address, Instant now) {
		LinkToken token = LinkToken.random(user);
		Instant until = now.plus(this.properties.lifetime(purpose));
		return new Change.Mailing(new Link(purpose, token.hash(), until, address), token);
	}

}
