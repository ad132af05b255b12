package dev.rollcall.notification.delivery;

import java.nio.charset.StandardCharsets;
import java.util.Date;

import dev.rollcall.notification.template.Content;
import dev.rollcall.schemas.EmailAddress;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;

/**
 * A plain-text mail. Text that users wrote is in its body only, never in a header.
 */
final class Mail extends MimeMessage {

	private final String messageId;

	private final EmailAddress to;

	private Mail(Session session, String messageId, EmailAddress to) {
		super(session);
		this.messageId = messageId;
		this.to = to;
	}

	static Mail of(Session session, MailSettings settings, Delivery delivery, Content content)
			throws MessagingException {
		EmailAddress to = EmailAddress.of(delivery.recipient().address());
		Mail mail = new Mail(session, "<" + delivery.id() + "@" + settings.domain() + ">", to);
		mail.setFrom(settings.sender());
		mail.setRecipient(Message.RecipientType.TO, new InternetAddress(to.mailed(), false));
		mail.setSubject(content.title(), StandardCharsets.UTF_8.name());
		mail.setText(content.body(), StandardCharsets.UTF_8.name());
		mail.setSentDate(new Date());
		mail.setHeader("Auto-Submitted", "auto-generated");
		mail.saveChanges();
		return mail;
	}

	boolean needsUtf8() {
		return this.to.needsSmtpUtf8();
	}

	@Override
	protected void updateMessageID() throws MessagingException {
		setHeader("Message-ID", this.messageId);
	}

}
