package dev.rollcall.local;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LogLineTests {

	@Test
	void structuredLineIsReadable() {
		assertThat(LogLine.readable("""
				{"@timestamp":"2026-11-27T23:00:00.123Z","log":{"level":"WARN","logger":"dev.rollcall.X"},\
				"message":"It waits","error":{"stack_trace":"java.io.IOException: no\\n\\tat X\\n"}}"""))
			.isEqualTo("2026-11-27T23:00:00.123Z  WARN dev.rollcall.X : It waits" + System.lineSeparator()
					+ "java.io.IOException: no\n\tat X");
	}

	@Test
	void otherLinesAreUnchanged() {
		assertThat(LogLine.readable("[2026-11-27] INFO started")).isEqualTo("[2026-11-27] INFO started");
		assertThat(LogLine.readable("{not json")).isEqualTo("{not json");
		assertThat(LogLine.readable("{\"a\":1}")).isEqualTo("{\"a\":1}");
	}

}
