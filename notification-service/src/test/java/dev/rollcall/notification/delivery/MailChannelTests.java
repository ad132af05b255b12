package dev.rollcall.notification.delivery;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

import dev.rollcall.notification.template.Templates;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mail.javamail.JavaMailSenderImpl;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class MailChannelTests {

	private static final Delivery DELIVERY = DeliveryFixture.mailTo("ada@example.com");

	private ScriptedMailServer server;

	@BeforeEach
	void start() throws IOException {
		this.server = new ScriptedMailServer();
	}

	@AfterEach
	void stop() throws IOException {
		this.server.close();
	}

	@Test
	void mailHasItsDeliverysMessageId() {
		assertThat(deliver(DELIVERY)).isEqualTo(Outcome.SENT);

		assertThat(mail()).contains("Message-ID: <" + DELIVERY.id() + "@mail.test>\n")
			.contains("From: Rollcall <no-reply@mail.test>\n")
			.contains("To: ada@example.com\n")
			.contains("Subject: Welcome to Rollcall\n")
			.contains("Hello Ada,");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Ada\r\nBcc: eve@example.com", "Ada\nTo: eve@example.com", "Ada\u0000\u2028Bcc: eve@x.org",
			"Ada\r\n.\r\nMAIL FROM:<eve@example.com>", "\r\n\r\nfree text", "<script>${7*7}#{7*7}{{name}}</script>" })
	void hostileNameAddsNoHeaderAndNoCommand(String name) {
		deliver(DeliveryFixture.mailTo("ada@example.com", name));

		String headers = mail().substring(0, mail().indexOf("\n\n")).replaceAll("\n[ \t]", " ");
		assertThat(headers.lines().map((line) -> line.substring(0, line.indexOf(':')))).containsExactlyInAnyOrder(
				"Date", "From", "To", "Message-ID", "Subject", "MIME-Version", "Content-Type",
				"Content-Transfer-Encoding", "Auto-Submitted");
		assertThat(headers).contains("To: ada@example.com").doesNotContain("eve");
		assertThat(this.server.commands().stream().filter((line) -> line.startsWith("MAIL"))).hasSize(1);
		assertThat(this.server.commands().stream().filter((line) -> line.startsWith("RCPT"))).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource({ "RCPT,550 5.1.1 no ada@example.com here,smtp-550 5.1.1", "RCPT,553 ada@example.com,smtp-553",
			"MAIL,550 5.7.1 not you,smtp-550 5.7.1", "DATA,554 no,smtp-554", "DOT,554 5.6.0 spam,smtp-554 5.6.0" })
	void refusalForGoodIsRefused(String step, String answer, String reason) {
		this.server.answering(step, answer);

		assertThat(deliver(DELIVERY)).isEqualTo(Outcome.refused(reason));
	}

	@ParameterizedTest
	@CsvSource({ "RCPT,450 4.2.1 later,smtp-450 4.2.1", "RCPT,452 full,smtp-452", "MAIL,451 try again,smtp-451",
			"DOT,421 closing,smtp-421", "MAIL,530 5.7.0 sign in first,smtp-530 5.7.0",
			"GREETING,421 too busy,smtp-connection", "GREETING,554 no service,smtp-connection" })
	void refusalForNowIsPostponed(String step, String answer, String reason) {
		this.server.answering(step, answer);

		assertThat(deliver(DELIVERY)).isEqualTo(new Outcome.Postponed(reason));
	}

	@ParameterizedTest
	@ValueSource(strings = { "GREETING", "EHLO", "MAIL", "RCPT", "DATA", "DOT" })
	void lostConnectionIsPostponed(String step) {
		this.server.hangingUpAt(step);

		assertThat(deliver(DELIVERY)).isInstanceOf(Outcome.Postponed.class);
	}

	@Test
	void failureAtQuitAfterAcceptanceCountsAsSent() {
		this.server.hangingUpAt("QUIT");
		try (MailChannel channel = channel("smtp")) {
			assertThat(channel.deliver(DELIVERY)).isEqualTo(Outcome.SENT);
		}
		await().untilAsserted(() -> assertThat(commands()).endsWith("DATA", "QUIT"));
	}

	@Test
	void nextMailUsesTheSameConnection() {
		try (MailChannel channel = channel("smtp")) {
			assertThat(channel.deliver(DELIVERY)).isEqualTo(Outcome.SENT);
			assertThat(channel.deliver(DELIVERY)).isEqualTo(Outcome.SENT);
		}
		await().untilAsserted(() -> assertThat(commands()).containsExactly("EHLO", "MAIL", "RCPT", "DATA", "NOOP",
				"MAIL", "RCPT", "DATA", "QUIT"));
	}

	@Test
	void connectionThatTheServerHasClosedIsReplaced() {
		try (MailChannel channel = channel("smtp")) {
			assertThat(channel.deliver(DELIVERY)).isEqualTo(Outcome.SENT);
			this.server.hangingUpAt("NOOP");
			assertThat(channel.deliver(DELIVERY)).isEqualTo(Outcome.SENT);
			assertThat(commands()).containsOnlyOnce("NOOP").filteredOn("EHLO"::equals).hasSize(2);
		}
	}

	@Test
	void connectionIsClosedAfterAFailure() {
		this.server.answering("RCPT", "450 4.2.1 later");
		try (MailChannel channel = channel("smtp")) {
			assertThat(channel.deliver(DELIVERY)).isEqualTo(new Outcome.Postponed("smtp-450 4.2.1"));
			this.server.answering("RCPT", "250 ok");
			assertThat(channel.deliver(DELIVERY)).isEqualTo(Outcome.SENT);
			assertThat(commands()).contains("QUIT").filteredOn("EHLO"::equals).hasSize(2);
		}
	}

	@Test
	void mailThatIsSentWhileTheChannelClosesCountsAsSent() {
		MailChannel channel = channel("smtp");
		channel.close();
		assertThat(channel.deliver(DELIVERY)).isEqualTo(Outcome.SENT);
		await().untilAsserted(() -> assertThat(commands()).endsWith("DATA", "QUIT"));
	}

	@Test
	void connectionIsClosedAfterFiftyMails() {
		try (MailChannel channel = channel("smtp")) {
			for (int i = 0; i < 51; i++) {
				assertThat(channel.deliver(DELIVERY)).isEqualTo(Outcome.SENT);
			}
			assertThat(this.server.mails()).hasSize(51);
			assertThat(commands()).filteredOn("EHLO"::equals).hasSize(2);
		}
	}

	/** The first word of each command. */
	private List<String> commands() {
		return this.server.commands().stream().map((line) -> line.split("[ :]")[0]).toList();
	}

	@Test
	void unreachableServerPostponesTheMail() throws IOException {
		this.server.close();

		assertThat(deliver(DELIVERY)).isEqualTo(new Outcome.Postponed("smtp-connection"));
	}

	@Test
	void invalidAddressIsRefusedWithoutAConnection() {
		assertThat(deliver(DeliveryFixture.mailTo("ada@example.com>\r\nRCPT TO:<eve@example.com")))
			.isEqualTo(Outcome.refused("invalid-address"));

		assertThat(this.server.commands()).isEmpty();
	}

	@Test
	void addressBeyondAsciiIsRefusedWhereTheServerCannotSpellIt() {
		Delivery delivery = DeliveryFixture.mailTo("jos\u00E9@example.com");

		assertThat(deliver(delivery)).isEqualTo(Outcome.refused("smtputf8-unsupported"));
		assertThat(this.server.mails()).isEmpty();
	}

	@Test
	void addressBeyondAsciiIsSpelledWhereTheServerCan() {
		this.server.answering("EHLO", "250-here\r\n250-8BITMIME\r\n250 SMTPUTF8");

		assertThat(deliver(DeliveryFixture.mailTo("jos\u00E9@example.com"))).isEqualTo(Outcome.SENT);
		assertThat(this.server.commands()).anyMatch((line) -> line.startsWith("RCPT TO:<jos\u00E9@example.com>"));
	}

	@Test
	void protocolIsTheConfiguredOne() {
		assertThat(deliver(DELIVERY, "smtps")).isEqualTo(new Outcome.Postponed("smtp-tls"));
		assertThat(this.server.mails()).isEmpty();
	}

	private String mail() {
		return this.server.mails().get(0);
	}

	private Outcome deliver(Delivery delivery) {
		return deliver(delivery, "smtp");
	}

	private Outcome deliver(Delivery delivery, String protocol) {
		try (MailChannel channel = channel(protocol)) {
			return channel.deliver(delivery);
		}
	}

	private MailChannel channel(String protocol) {
		JavaMailSenderImpl sender = new JavaMailSenderImpl();
		sender.setProtocol(protocol);
		sender.setHost("127.0.0.1");
		sender.setPort(this.server.port());
		Properties properties = new Properties();
		properties.put("mail.smtp.connectiontimeout", "2000");
		properties.put("mail.smtp.timeout", "5000");
		properties.put("mail.smtp.quitwait", "false");
		properties.put("mail.smtp.localhost", "mail.test");
		properties.put("mail.mime.allowutf8", "true");
		sender.setJavaMailProperties(properties);
		MailSettings settings = new MailSettings("Rollcall <no-reply@mail.test>", "mail.test", MailSettings.Tls.AUTO);
		return new MailChannel(sender, settings, new Templates(), mock(Links.class), recipients());
	}

	private static Recipients recipients() {
		Recipients recipients = mock(Recipients.class);
		given(recipients.want(any())).willReturn(true);
		given(recipients.complete(any())).willAnswer((call) -> Optional.of(call.getArgument(0)));
		return recipients;
	}

}
