package dev.rollcall.local.mail;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MailTests {

	@Test
	void encodedHeadersAndTextAreDecoded() throws Exception {
		Mail mail = parse("""
				Message-ID: <1@example.com>
				From: =?UTF-8?Q?Gr=C3=B6=C3=9Fe?= <rollcall@example.com>
				To: ada@example.com
				Subject: =?UTF-8?B?R3LDtsOfZQ==?=
				Content-Type: text/plain; charset=UTF-8
				Content-Transfer-Encoding: quoted-printable

				Gr=C3=B6=C3=9Fe
				""");
		assertThat(mail).isEqualTo(new Mail("<1@example.com>", "Größe <rollcall@example.com>", "ada@example.com",
				"Größe", "Größe\r\n", "2026-11-01T00:00:00Z"));
	}

	@Test
	void textIsTheFirstOneOfSeveral() throws Exception {
		assertThat(parse("""
				Content-Type: multipart/mixed; boundary=x

				--x
				Content-Type: application/octet-stream
				Content-Transfer-Encoding: base64

				AAAA
				--x
				Content-Type: multipart/alternative; boundary=y

				--y
				Content-Type: text/plain

				plain
				--y
				Content-Type: text/html

				<p>html
				--y--
				--x--
				""").text()).isEqualTo("plain");
	}

	@Test
	void missingHeadersAreEmpty() throws Exception {
		Mail mail = parse("Subject: x\n\nHello");
		assertThat(mail.from()).isEmpty();
		assertThat(mail.to()).isEmpty();
		assertThat(mail.messageId()).isEmpty();
	}

	private static Mail parse(String raw) throws Exception {
		return Mail.parse(raw.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8),
				Instant.parse("2026-11-01T00:00:00Z"));
	}

}
