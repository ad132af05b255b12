package dev.rollcall.local.mail;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Properties;

import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class MailServerTests {

	private int port;

	private Mailbox mailbox;

	private MailServer server;

	@BeforeEach
	void start(@TempDir Path folder) throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			this.port = socket.getLocalPort();
		}
		this.mailbox = new Mailbox(folder, 10);
		this.server = new MailServer(this.port, this.mailbox);
		this.server.start();
	}

	@AfterEach
	void stop() {
		this.server.stop();
	}

	@Test
	void addressesBeyondAsciiGetTheirMails() throws Exception {
		String address = "jörg.用户@example.com";
		send(address, "Größe");
		assertThat(this.mailbox.find(address, 10)).singleElement().satisfies((mail) -> {
			assertThat(mail.to()).isEqualTo(address);
			assertThat(mail.subject()).isEqualTo("Größe");
			assertThat(mail.text()).startsWith("Grüße");
		});
	}

	private void send(String address, String subject) throws Exception {
		Properties properties = new Properties();
		properties.put("mail.mime.allowutf8", "true");
		Session session = Session.getInstance(properties);
		MimeMessage mail = new MimeMessage(session);
		mail.setFrom("rollcall@example.com");
		mail.setRecipient(Message.RecipientType.TO, new InternetAddress(address, false));
		mail.setSubject(subject, "UTF-8");
		mail.setText("Grüße", "UTF-8");
		try (Transport transport = session.getTransport("smtp")) {
			transport.connect("127.0.0.1", this.port, null, null);
			assertThat(((SMTPTransport) transport).supportsExtension("SMTPUTF8")).isTrue();
			transport.sendMessage(mail, mail.getAllRecipients());
		}
	}

}
