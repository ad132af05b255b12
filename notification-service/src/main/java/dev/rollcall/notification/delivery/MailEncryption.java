package dev.rollcall.notification.delivery;

import java.util.Properties;
import java.util.regex.Pattern;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.mail.javamail.JavaMailSenderImpl;

/**
 * Makes mails leave by TLS, because links in them set passwords: either the whole
 * connection is encrypted, or STARTTLS is required and a server without it gets no mail.
 * The server must prove its name by a certificate.
 */
final class MailEncryption {

	private static final Logger logger = LoggerFactory.getLogger(MailEncryption.class);

	/** Literals only: a name would cause a DNS lookup. */
	private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?::1]?");

	private final JavaMailSenderImpl server;

	private final MailSettings settings;

	MailEncryption(JavaMailSenderImpl server, MailSettings settings) {
		this.server = server;
		this.settings = settings;
	}

	/**
	 * Applies the setting to the mail server's properties and logs what applies.
	 */
	void apply() {
		Properties properties = this.server.getJavaMailProperties();
		String prefix = "mail." + protocol();
		if (isEncryptedFromTheStart(properties)) {
			properties.putIfAbsent(prefix + ".ssl.checkserveridentity", "true");
			logger.info("Mails leave by TLS to {}:{}", this.server.getHost(), this.server.getPort());
		}
		else if (this.settings.tls() == MailSettings.Tls.OFF) {
			logger.warn("Mails leave without TLS to {}:{}, because rollcall.mail.tls is off. Whoever reads them on "
					+ "the way can use their links", this.server.getHost(), this.server.getPort());
		}
		else if (this.settings.tls() == MailSettings.Tls.AUTO && isLoopback()) {
			logger.info("Mails leave without TLS to {}:{}, because the mail server is on this machine",
					this.server.getHost(), this.server.getPort());
		}
		else {
			properties.put(prefix + ".starttls.enable", "true");
			properties.put(prefix + ".starttls.required", "true");
			properties.putIfAbsent(prefix + ".ssl.checkserveridentity", "true");
			logger.info("Mails leave by TLS to {}:{}: STARTTLS is required", this.server.getHost(),
					this.server.getPort());
		}
	}

	private boolean isEncryptedFromTheStart(Properties properties) {
		return protocol().equals("smtps")
				|| Boolean.parseBoolean(String.valueOf(properties.get("mail." + protocol() + ".ssl.enable")));
	}

	private boolean isLoopback() {
		String host = this.server.getHost();
		return host == null || LOOPBACK.matcher(host).matches();
	}

	private String protocol() {
		String protocol = this.server.getProtocol();
		return (protocol != null) ? protocol : JavaMailSenderImpl.DEFAULT_PROTOCOL;
	}

}
