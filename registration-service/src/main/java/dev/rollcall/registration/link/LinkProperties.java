package dev.rollcall.registration.link;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Lifetimes of links. A longer lifetime helps an attacker who reads a mail later.
 *
 * @param verification links that verify an address
 * @param undo links that revert a change of the address: long enough for users who rarely
 * read the former mailbox
 * @param recovery links that set a new password
 */
@ConfigurationProperties("rollcall.link-lifetime")
public record LinkProperties(@DefaultValue("24h") Duration verification, @DefaultValue("7d") Duration undo,
		@DefaultValue("15m") Duration recovery) {

	/**
	 * Returns the lifetime of a link.
	 */
	public Duration lifetime(LinkPurpose purpose) {
		return switch (purpose) {
			case SIGN_UP, EMAIL_CHANGE -> this.verification;
			case UNDO_EMAIL_CHANGE -> this.undo;
			case RECOVERY -> this.recovery;
		};
	}

}
