package dev.rollcall.local.process;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MemoryTests {

	@Test
	void residentMemoryIsInBytes() {
		assertThat(Memory.resident(ProcessHandle.current().pid())).isBetween(10L << 20, 64L << 30);
	}

	@Test
	void processThatHasEndedHasNone() throws Exception {
		Process process = new ProcessBuilder("true").start();
		process.waitFor();
		assertThat(Memory.resident(process.pid())).isNull();
	}

}
