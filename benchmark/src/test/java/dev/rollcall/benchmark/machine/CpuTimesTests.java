package dev.rollcall.benchmark.machine;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

class CpuTimesTests {

	@Test
	void timesSinceEarlierOnesArePerOperation() {
		CpuTimes before = new CpuTimes(Map.of("store", 100.0));
		CpuTimes after = new CpuTimes(Map.of("store", 400.0, "gateway", 50.0));
		assertThat(after.since(before).per(100)).containsOnly(Map.entry("store", 3.0), Map.entry("gateway", 0.5));
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void processOwnTimeIsRead() {
		CpuTimes times = CpuTimes.of(Map.of("self", ProcessHandle.current()));
		assertThat(times.millis().get("self")).isPositive();
		assertThat(times.millis().get(CpuTimes.SENDER)).isGreaterThanOrEqualTo(times.millis().get("self"));
	}

}
