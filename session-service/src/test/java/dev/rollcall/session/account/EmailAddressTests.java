package dev.rollcall.session.account;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class EmailAddressTests {

	@ParameterizedTest
	@MethodSource("sharedCases")
	void agreesWithTheSharedCases(String address, String canonical) {
		String read = EmailAddress.parse(address).map(EmailAddress::canonical).orElse("-");

		assertThat(read).isEqualTo(canonical);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "@", "a@b", "ada\u0000@example.com", "ada\r\n@example.com", "ada\u2028@example.com" })
	void refusesWhatIsNoAddress(String address) {
		assertThat(EmailAddress.parse(address)).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "straße@example.com, strasse@example.com", "STRASSE@example.com, strasse@example.com",
			"ΣΊΣΥΦΟΣ@example.com, σίσυφος@example.com", "ſam@example.com, sam@example.com" })
	void caseIsFoldedInFull(String address, String canonical) {
		assertThat(EmailAddress.parse(address)).hasValue(new EmailAddress(canonical));
	}

	@Test
	void limitOfTheLocalPartCountsBeforeFolding() {
		String local = "İ".repeat(40);

		assertThat(EmailAddress.parse(local + "@example.com"))
			.hasValue(new EmailAddress("i\u0307".repeat(40) + "@example.com"));
		assertThat(EmailAddress.parse("a".repeat(65) + "@example.com")).isEmpty();
	}

	static Stream<String[]> sharedCases() throws IOException {
		try (InputStream cases = EmailAddress.class.getResourceAsStream("/dev/rollcall/schemas/canonical-email.tsv")) {
			String text = new String(Objects.requireNonNull(cases).readAllBytes(), StandardCharsets.UTF_8);
			return text.lines().filter((line) -> !line.startsWith("#")).map((line) -> line.split("\t", -1));
		}
	}

}
