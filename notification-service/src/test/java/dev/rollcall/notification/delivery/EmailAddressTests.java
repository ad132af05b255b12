package dev.rollcall.notification.delivery;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class EmailAddressTests {

	@ParameterizedTest
	@CsvFileSource(resources = "/dev/rollcall/schemas/canonical-email.tsv", delimiter = '\t', quoteCharacter = '\0',
			ignoreLeadingAndTrailingWhitespace = false)
	void mailGoesToWhatTheServicesTakeForAnAddress(String address, String canonical) {
		if ("-".equals(canonical)) {
			assertThatIllegalArgumentException().isThrownBy(() -> EmailAddress.parse(address));
		}
		else {
			assertThat(EmailAddress.parse(address).value()).startsWith(address.substring(0, address.indexOf('@') + 1));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "ada@example.com\r\nBcc: eve@example.com", "ada@example.com\u2028",
			"a\u0000da@example.com", "ada@example.com, eve@example.com", "Ada <ada@example.com>", "ada>@example.com",
			"a\u200Bda@example.com", "" })
	void hostileAddressIsRefused(String address) {
		assertThatIllegalArgumentException().isThrownBy(() -> EmailAddress.parse(address));
	}

	@Test
	void domainBecomesAscii() {
		assertThat(EmailAddress.parse("Ada@B\u00FCcher.example"))
			.isEqualTo(new EmailAddress("Ada@xn--bcher-kva.example"));
	}

	@Test
	void localPartBeyondAsciiNeedsUtf8() {
		assertThat(EmailAddress.parse("jos\u00E9@example.com").needsUtf8()).isTrue();
		assertThat(EmailAddress.parse("jose@b\u00FCcher.example").needsUtf8()).isFalse();
	}

}
