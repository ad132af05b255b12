package dev.rollcall.notification.delivery;

import dev.rollcall.notification.template.Content;
import dev.rollcall.notification.template.Templates;
import jakarta.mail.MessagingException;
import jakarta.mail.Transport;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.mail.javamail.JavaMailSenderImpl;

/**
 * Sends deliveries as mails. A mail counts as sent as soon as the server has accepted it:
 * a failure after that, such as at QUIT, does not send it again.
 */
final class MailChannel implements DeliveryChannel {

	private static final Logger logger = LoggerFactory.getLogger(MailChannel.class);

	private final JavaMailSenderImpl server;

	private final MailSettings settings;

	private final Templates templates;

	private final Links links;

	private final Recipients recipients;

	MailChannel(JavaMailSenderImpl server, MailSettings settings, Templates templates, Links links,
			Recipients recipients) {
		this.links = links;
		this.recipients = recipients;
		this.server = server;
		this.settings = settings;
		this.templates = templates;
	}

	@Override
	public Channel channel() {
		return Channel.MAIL;
	}

	@Override
	public Outcome deliver(Delivery delivery) {
		if (!this.recipients.want(delivery)) {
			return Outcome.SUPPRESSED;
		}
		return this.recipients.complete(delivery)
			.map(this::write)
			.orElseGet(() -> new Outcome.Postponed("recipient-unknown"));
	}

	private Outcome write(Delivery delivery) {
		if (!delivery.recipient().isKnown()) {
			return Outcome.refused("user-deleted");
		}
		try {
			Content content = this.templates.mail(delivery.template(), delivery.recipient().displayName(),
					this.links.open(delivery), delivery.occurrences());
			return send(Mail.of(this.server.getSession(), this.settings, delivery, content));
		}
		catch (Links.Unreadable ex) {
			return Outcome.refused("link-unreadable");
		}
		catch (IllegalArgumentException ex) {
			return Outcome.refused("invalid-address");
		}
		catch (MessagingException ex) {
			return MailFailure.classify(ex);
		}
	}

	private Outcome send(Mail mail) throws MessagingException {
		Transport transport = this.server.getSession().getTransport(this.server.getProtocol());
		try {
			transport.connect(this.server.getHost(), this.server.getPort(), this.server.getUsername(),
					this.server.getPassword());
			if (mail.needsUtf8() && !speaksUtf8(transport)) {
				return Outcome.refused("smtputf8-unsupported");
			}
			transport.sendMessage(mail, mail.getAllRecipients());
			return Outcome.SENT;
		}
		finally {
			close(transport);
		}
	}

	/**
	 * Without SMTPUTF8 the library replaces non-ASCII characters by question marks, which
	 * is another address.
	 */
	private static boolean speaksUtf8(Transport transport) {
		return transport instanceof SMTPTransport smtp && smtp.supportsExtension("SMTPUTF8");
	}

	private static void close(Transport transport) {
		try {
			transport.close();
		}
		catch (MessagingException ex) {
			logger.debug("Closing the connection to the mail server failed", ex);
		}
	}

}
