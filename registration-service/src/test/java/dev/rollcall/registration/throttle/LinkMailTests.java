package dev.rollcall.registration.throttle;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class LinkMailTests {

	@ParameterizedTest
	@CsvSource({ "REQUESTED, 4, 4", "SIGN_UP, 5, 5", "RECOVERY, 6, 5" })
	void lastMailsAreKeptForTheOwner(LinkMail kind, int limit, int limitOfATag) {
		assertThat(kind.of(6, false)).isEqualTo(limit);
		assertThat(kind.of(6, true)).isEqualTo(limitOfATag);
	}

	@Test
	void limitThatLeavesNoMailForOthersIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new ThrottleProperties(10, 100, 2, 5, 100, false))
			.withMessageStartingWith("rollcall.throttle.mails must be more than 2");
	}

}
