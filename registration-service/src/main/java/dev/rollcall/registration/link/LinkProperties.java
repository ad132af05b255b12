package dev.rollcall.registration.link;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long links work. A longer time gives whoever gets at a mail later more of it.
 *
 * @param verification links that show that mail to an address arrives
 * @param undo links that take a change of the address back: long enough for somebody who
 * reads the former address now and then
 * @param recovery links that set a new password
 */
@ConfigurationProperties("rollcall.link-lifetime")
public record LinkProperties(@DefaultValue("24h") Duration verification, @DefaultValue("7d") Duration undo,
		@DefaultValue("15m") Duration recovery) {

	/**
	 * Returns how long a link works.
	 * @param purpose what it is good for
	 * @return the time
	 */
	public Duration lifetime(LinkPurpose purpose) {
		return switch (purpose) {
			case SIGN_UP, EMAIL_CHANGE -> this.verification;
			case UNDO_EMAIL_CHANGE -> this.undo;
			case RECOVERY -> this.recovery;
		};
	}

}
