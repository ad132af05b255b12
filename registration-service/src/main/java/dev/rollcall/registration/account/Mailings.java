package dev.rollcall.registration.account;

import java.time.Instant;

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
		return account.send(create(now).to(account, purpose, address), now);
	}

	/**
	 * Sends a recovery link to the owner of an address with which somebody tried to
	 * register.
	 * @param now the time, in whole milliseconds
	 */
	Change sendAfterRegistration(Account account, Instant now) {
		Change sent = send(account, LinkPurpose.RECOVERY, now);
		return new Change(sent.account(), sent.steps(),
				sent.mailings().stream().map(Change.Mailing::afterRegistration).toList());
	}

	/**
	 * Creates links for a change to send.
	 * @param now the time, in whole milliseconds
	 */
	public Account.NewLink create(Instant now) {
		return (account, purpose, address) -> {
			LinkToken token = LinkToken.random(account.id().value());
			return new Change.Mailing(new Link(purpose, token.hash(), now, now.plus(this.properties.lifetime(purpose)),
					address, account.credential().passwordVersion()), token);
		};
	}

}
