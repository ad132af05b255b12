package dev.rollcall.schemas;

import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class UserIdTests {

	private static final String TEXT = "0198c0de-0000-7000-8000-00000000abcd";

	@Test
	void idIsReadFromItsText() {
		assertThat(UserId.of(TEXT)).isEqualTo(new UserId(UUID.fromString(TEXT))).hasToString(TEXT);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "1-1-1-1-1", "0198C0DE-0000-7000-8000-00000000ABCD",
			"0198c0de-0000-7000-8000-00000000abcd " })
	void anyOtherTextIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> UserId.of(text));
	}

}
