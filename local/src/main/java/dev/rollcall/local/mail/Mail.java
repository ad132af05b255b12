package dev.rollcall.local.mail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Properties;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;

/**
 * A mail as the mailbox shows it.
 */
record Mail(String messageId, String from, String to, String subject, String text, String receivedAt) {

	/** Parses a mail in the format of RFC 5322. */
	static Mail parse(byte[] raw, Instant receivedAt) throws MessagingException, IOException {
		Properties settings = new Properties();
		settings.put("mail.mime.allowutf8", "true");
		MimeMessage message = new MimeMessage(Session.getInstance(settings), new ByteArrayInputStream(raw));
		return new Mail(header(message, "Message-ID"), decoded(message, "From"), decoded(message, "To"),
				decoded(message, "Subject"), text(message.getContent()), receivedAt.toString());
	}

	private static String decoded(MimeMessage message, String name) throws MessagingException, IOException {
		return MimeUtility.decodeText(MimeUtility.unfold(header(message, name)));
	}

	private static String header(MimeMessage message, String name) throws MessagingException {
		String value = message.getHeader(name, ", ");
		return (value != null) ? value : "";
	}

	/** Returns the first text; other texts of a mail are alternatives to it. */
	private static String text(Object content) throws MessagingException, IOException {
		if (content instanceof Multipart multipart) {
			for (int i = 0; i < multipart.getCount(); i++) {
				BodyPart part = multipart.getBodyPart(i);
				String text = text(part.getContent());
				if (!text.isEmpty()) {
					return text;
				}
			}
			return "";
		}
		return (content instanceof String text) ? text : "";
	}

}
