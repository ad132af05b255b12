package dev.rollcall.notification.delivery;

import dev.rollcall.notification.template.Content;
import dev.rollcall.notification.template.Templates;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import org.eclipse.angus.mail.smtp.SMTPTransport;

import org.springframework.mail.javamail.JavaMailSenderImpl;

/**
 * Sends deliveries as mails. A mail counts as sent as soon as the server has accepted it:
 * a failure after that, such as at QUIT, does not send it again.
 */
final class MailChannel implements DeliveryChannel, AutoCloseable {

	private final Session session;

	private final MailConnections connections;

	private final MailSettings settings;

	private final Templates templates;

	private final Links links;

	private final Recipients recipients;

	MailChannel(JavaMailSenderImpl server, MailSettings settings, Templates templates, Links links,
			Recipients recipients) {
		this.links = links;
		this.recipients = recipients;
		this.session = server.getSession();
		this.connections = new MailConnections(server);
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
			return send(Mail.of(this.session, this.settings, delivery, content));
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
		return this.connections.with((transport) -> {
			if (mail.needsUtf8() && !speaksUtf8(transport)) {
				return Outcome.refused("smtputf8-unsupported");
			}
			transport.sendMessage(mail, mail.getAllRecipients());
			return Outcome.SENT;
		});
	}

	@Override
	public void close() {
		this.connections.close();
	}

	/**
	 * Without SMTPUTF8 the library replaces non-ASCII characters by question marks, which
	 * is another address.
	 */
	private static boolean speaksUtf8(Transport transport) {
		return transport instanceof SMTPTransport smtp && smtp.supportsExtension("SMTPUTF8");
	}

}
