package dev.rollcall.notification.delivery;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How mails are signed. Where they go is {@code spring.mail}.
 *
 * @param from the sender, as in {@code Name <address>}
 * @param domain the right side of the Message-IDs; never change it while deliveries are
 * due, a repeat would look like another mail
 */
@ConfigurationProperties("rollcall.mail")
record MailSettings(@DefaultValue("Rollcall <no-reply@rollcall.localhost>") String from,
		@DefaultValue("rollcall.localhost") String domain) {

	MailSettings {
		parse(from);
	}

	InternetAddress sender() {
		return parse(this.from);
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
