package dev.rollcall.registration.account;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

import dev.rollcall.schemas.Topic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class EmailAddressTests {

	@ParameterizedTest
	@MethodSource("vectors")
	void canonicalFormIsThatOfAllServices(String vector) {
		String[] columns = vector.split("\t");
		if ("-".equals(columns[1])) {
			assertThatIllegalArgumentException().isThrownBy(() -> EmailAddress.of(columns[0]));
			return;
		}
		assertThat(EmailAddress.of(columns[0])).isEqualTo(new EmailAddress(columns[0], columns[1]));
	}

	@ParameterizedTest
	@ValueSource(strings = { "ada\r\n@example.com", "ada\u200b@example.com", "ada\u2028@example.com",
			"ada@example.com\u0000", "@", "" })
	void invisibleCharactersAreRefused(String address) {
		assertThatIllegalArgumentException().isThrownBy(() -> EmailAddress.of(address)).withMessageNotContaining("ada");
	}

	@Test
	void longestAddressIsTakenAndALongerOneIsNot() {
		String domain = ("a".repeat(61) + ".").repeat(3) + "com";
		String longest = "a".repeat(64) + "@" + domain;
		assertThat(EmailAddress.of(longest).canonical()).isEqualTo(longest).hasSize(254);
		assertThatIllegalArgumentException().isThrownBy(() -> EmailAddress.of("a".repeat(64) + "@a" + domain));
	}

	@Test
	void textDoesNotShowTheAddress() {
		assertThat(EmailAddress.of("ada@example.com")).hasToString("EmailAddress[not shown]");
	}

	static List<String> vectors() throws IOException {
		try (BufferedReader vectors = new BufferedReader(
				new InputStreamReader(Objects.requireNonNull(Topic.class.getResourceAsStream("canonical-email.tsv")),
						StandardCharsets.UTF_8))) {
			return vectors.lines().filter((line) -> !line.startsWith("#")).toList();
		}
	}

}
