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
 * An SMTP server that takes mails for everyone, without a login, and puts them into the
 * mailbox before it acknowledges them; a mail that cannot be stored is answered 451.
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
	 * GreenMail's user whose mails go to the mailbox instead of into memory.
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
				throw new IllegalStateException("The mail could not be stored", ex);
			}
		}

	}

}
