package dev.rollcall.notification.delivery;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Sender and Message-IDs of mails. {@code spring.mail} names the mail server.
 *
 * @param from the sender, as in {@code Name <address>}
 * @param domain the right side of the Message-IDs; do not change it while deliveries are
 * due: a repeated mail would get another Message-ID
 * @param tls whether the way to the mail server is encrypted
 */
@ConfigurationProperties("rollcall.mail")
record MailSettings(@DefaultValue("Rollcall <no-reply@rollcall.localhost>") String from,
		@DefaultValue("rollcall.localhost") String domain, @DefaultValue("auto") Tls tls) {

	MailSettings {
		parse(from);
	}

	InternetAddress sender() {
		return parse(this.from);
	}

	/**
	 * Whether mails leave by TLS.
	 */
	enum Tls {

		/** Required, unless the mail server is on this machine. */
		AUTO,

		/** Required. */
		REQUIRED,

		/** Not required: links that set passwords may cross the network in clear. */
		OFF

	}

	private static InternetAddress parse(String from) {
		try {
			return new InternetAddress(from, true);
		}
		catch (AddressException ex) {
			throw new IllegalArgumentException("rollcall.mail.from is not a sender: " + from, ex);
		}
	}

}
