package dev.rollcall.local.mail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.user.UserImpl;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;

/**
 * An SMTP server that accepts mails for every address without a login. It stores a mail
 * in the mailbox before it acknowledges it, and responds 451 if that fails.
 */
final class MailServer {

	private final GreenMail server;

	MailServer(int port, Mailbox mailbox) {
		this.server = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
		this.server.getUserManager()
			.setMessageDeliveryHandler((message, address) -> new Recipient(address.getEmail(), mailbox));
	}

	void start() {
		this.server.start();
	}

	void stop() {
		this.server.stop();
	}

	/**
	 * A GreenMail user whose mails go to the mailbox instead of memory.
	 */
	private static final class Recipient extends UserImpl {

		private final Mailbox mailbox;

		Recipient(String address, Mailbox mailbox) {
			super(address, address, "", null);
			this.mailbox = mailbox;
		}

		@Override
		public void deliver(MovingMessage message) {
			deliver(message.getMessage());
		}

		@Override
		public void deliver(MimeMessage message) {
			try {
				ByteArrayOutputStream raw = new ByteArrayOutputStream();
				message.writeTo(raw);
				this.mailbox.add(raw.toByteArray(), getEmail());
			}
			catch (IOException | MessagingException ex) {
				throw new IllegalStateException("The mail cannot be stored", ex);
			}
		}

	}

}
