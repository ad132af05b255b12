package dev.rollcall.local.process;

import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ProcessNameTests {

	@ParameterizedTest
	@ValueSource(strings = { "broker", "session-service", "gateway#2" })
	void nameIsParsedAndPrintedUnchanged(String text) {
		assertThat(ProcessName.parse(text)).hasToString(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "kafka", "broker#2", "gateway#0", "gateway#10", "gateway#", "../gateway" })
	void unknownProcessIsRefused(String text) {
		assertThatExceptionOfType(Refusal.class).isThrownBy(() -> ProcessName.parse(text))
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(2));
	}

	@Test
	void firstInstanceNeedsNoNumber() {
		assertThat(ProcessName.parse("gateway#1")).hasToString("gateway");
	}

	@Test
	void secondInstanceListensOnPorts100Higher() {
		assertThat(ProcessName.parse("gateway#2").ports(0)).containsExactly(8180, 9180);
	}

	@Test
	void offsetShiftsEveryPort() {
		assertThat(ProcessName.parse("mail").ports(11_000)).containsExactly(12_025, 19_025);
	}

	@Test
	void noTwoProcessesShareAPort() {
		assertThat(Stream.of(Kind.values()).flatMap((kind) -> ProcessName.of(kind).ports(0).stream()))
			.doesNotHaveDuplicates();
	}

}
