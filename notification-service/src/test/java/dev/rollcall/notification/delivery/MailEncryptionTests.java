package dev.rollcall.notification.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import dev.rollcall.notification.template.Templates;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.subethamail.smtp.server.SMTPServer;
import org.subethamail.smtp.server.Session;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mail.javamail.JavaMailSenderImpl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Mails to real SMTP servers with and without STARTTLS.
 */
@ExtendWith(OutputCaptureExtension.class)
class MailEncryptionTests {

	private static final char[] PASSWORD = "changeit".toCharArray();

	/** Of a server with the address 127.0.0.1. */
	private static KeyStore certificate;

	/** Of another server. */
	private static KeyStore foreign;

	/** Whether each mail that arrived came by TLS. */
	private final List<Boolean> encrypted = new CopyOnWriteArrayList<>();

	private @Nullable SMTPServer server;

	@BeforeAll
	static void makeCertificates(@TempDir Path folder) throws Exception {
		certificate = certificate(folder, "IP:127.0.0.1");
		foreign = certificate(folder, "DNS:mail.example");
	}

	@AfterEach
	void stop() {
		if (this.server != null) {
			this.server.stop();
		}
	}

	@Test
	void serverWithoutStarttlsGetsNoMail() {
		start(null);

		assertThat(deliver(MailSettings.Tls.REQUIRED, certificate))
			.isEqualTo(new Outcome.Postponed("smtp-starttls-unsupported"));
		assertThat(this.encrypted).isEmpty();
	}

	@Test
	void mailLeavesByStarttls() {
		start(certificate);

		assertThat(deliver(MailSettings.Tls.REQUIRED, certificate)).isEqualTo(Outcome.SENT);
		assertThat(this.encrypted).containsExactly(true);
	}

	@Test
	void serverThatNobodyTrustsGetsNoMail() {
		start(certificate);

		assertThat(deliver(MailSettings.Tls.REQUIRED, foreign)).isEqualTo(new Outcome.Postponed("smtp-tls"));
		assertThat(this.encrypted).isEmpty();
	}

	@Test
	void serverWithTheCertificateOfAnotherGetsNoMail() {
		start(foreign);

		assertThat(deliver(MailSettings.Tls.REQUIRED, foreign)).isEqualTo(new Outcome.Postponed("smtp-tls"));
		assertThat(this.encrypted).isEmpty();
	}

	@Test
	void serverOnThisMachineNeedsNoTls() {
		start(null);

		assertThat(deliver(MailSettings.Tls.AUTO, certificate)).isEqualTo(Outcome.SENT);
		assertThat(this.encrypted).containsExactly(false);
	}

	@ParameterizedTest
	@CsvSource({ "smtp, mail.example, AUTO, true, STARTTLS is required",
			"smtp, 203.0.113.7, AUTO, true, STARTTLS is required", "smtp, mailpit, AUTO, true, STARTTLS is required",
			"smtp, 127.0.0.1.example, AUTO, true, STARTTLS is required",
			"smtp, 127.0.0.1, AUTO, , the mail server is on this machine",
			"smtp, ::1, AUTO, , the mail server is on this machine",
			"smtp, localhost, AUTO, , the mail server is on this machine",
			"smtp, localhost, REQUIRED, true, STARTTLS is required", "smtp, mailpit, OFF, , rollcall.mail.tls is off",
			"smtps, mail.example, AUTO, , Mails leave by TLS to" })
	void whatAppliesIsLogged(String protocol, String host, MailSettings.Tls tls, @Nullable String required, String log,
			CapturedOutput output) {
		JavaMailSenderImpl sender = new JavaMailSenderImpl();
		sender.setProtocol(protocol);
		sender.setHost(host);
		sender.setPort(587);

		new MailEncryption(sender, settings(tls)).apply();

		assertThat(sender.getJavaMailProperties().getProperty("mail.smtp.starttls.required")).isEqualTo(required);
		assertThat(output).contains(log);
	}

	private void start(@Nullable KeyStore own) {
		SMTPServer.Builder builder = SMTPServer.port(freePort())
			.bindAddress(InetAddress.getLoopbackAddress())
			.messageHandler((context, from, to, data) -> this.encrypted.add(((Session) context).isTLSStarted()));
		if (own != null) {
			builder.startTlsSocketFactory(context(own)).enableTLS();
		}
		this.server = builder.build();
		this.server.start();
	}

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Outcome deliver(MailSettings.Tls tls, KeyStore trusted) {
		JavaMailSenderImpl sender = new JavaMailSenderImpl();
		sender.setProtocol("smtp");
		sender.setHost("127.0.0.1");
		sender.setPort(this.server.getPort());
		Properties properties = new Properties();
		properties.put("mail.smtp.connectiontimeout", "2000");
		properties.put("mail.smtp.timeout", "5000");
		properties.put("mail.smtp.localhost", "mail.test");
		properties.put("mail.smtp.ssl.socketFactory", context(trusted).getSocketFactory());
		sender.setJavaMailProperties(properties);
		MailSettings settings = settings(tls);
		new MailEncryption(sender, settings).apply();
		try (MailChannel channel = new MailChannel(sender, settings, new Templates(), mock(Links.class),
				recipients())) {
			return channel.deliver(DeliveryFixture.mailTo("ada@example.com"));
		}
	}

	private static MailSettings settings(MailSettings.Tls tls) {
		return new MailSettings("Rollcall <no-reply@mail.test>", "mail.test", tls);
	}

	private static Recipients recipients() {
		Recipients recipients = mock(Recipients.class);
		given(recipients.want(any())).willReturn(true);
		given(recipients.complete(any())).willAnswer((call) -> Optional.of(call.getArgument(0)));
		return recipients;
	}

	private static SSLContext context(KeyStore keys) {
		try {
			KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
			own.init(keys, PASSWORD);
			TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
			trusted.init(keys);
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
			return context;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Also contains the certificate as a trusted one. */
	private static KeyStore certificate(Path folder, String name)
			throws IOException, InterruptedException, GeneralSecurityException {
		Path file = folder.resolve(name.replace(':', '-'));
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-alias", "key", "-keyalg", "EC", "-dname", "CN=test", "-ext", "SAN=" + name,
				"-storetype", "PKCS12", "-storepass", new String(PASSWORD), "-keystore", file.toString())
			.redirectErrorStream(true)
			.start();
		assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
		KeyStore keys = KeyStore.getInstance("PKCS12");
		try (InputStream stored = Files.newInputStream(file)) {
			keys.load(stored, PASSWORD);
		}
		keys.setCertificateEntry("trusted", keys.getCertificate("key"));
		return keys;
	}

}
