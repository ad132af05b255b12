package dev.rollcall.local;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.rollcall.local.process.Kind;
import dev.rollcall.local.process.ProcessName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class StatusTests {

	private static final Map<String, Long> LAGS = Map.of("session-service-accounts-1", 3L, "session-service-reactions",
			4L, "notification-service-recipients-1", 5L);

	@Test
	void lagOfAServiceIsThatOfItsGroups() {
		assertThat(Status.lag(ProcessName.of(Kind.SESSION_SERVICE), LAGS))
			.isEqualTo(Map.of("session-service-accounts-1", 3L, "session-service-reactions", 4L));
		assertThat(Status.lag(ProcessName.of(Kind.MAIL), LAGS)).isNull();
	}

	@Test
	void tableShowsSumsAndMarksWhatIsUnknown() {
		StringWriter out = new StringWriter();
		Status.print(
				List.of(new Status.Line("session-service", 42L, 8082, true, 150L << 20, Map.of("one", 3L, "other", 4L)),
						new Status.Line("gateway", null, 8080, false, null, null)),
				new PrintWriter(out, true));
		assertThat(out.toString().lines().map((line) -> line.replaceAll(" +", " ").strip())).containsExactly(
				"PROCESS PID PORT READY MEMORY LAG", "session-service 42 8082 yes 150 MB 7", "gateway - 8080 no - -",
				"total 150 MB");
	}

	@Test
	void jsonNamesEveryProcessAlsoWhereNoneRuns(@TempDir Path folder) {
		try (FakeServices none = new FakeServices(folder)) {
			assertThat(none.run("status --json")).isZero();
			assertThat(none.lines()).singleElement()
				.asString()
				.startsWith("[{\"process\":\"broker\",\"pid\":null,\"port\":")
				.contains("\"ready\":false,\"memory\":null,\"lag\":null}")
				.contains("\"process\":\"gateway\"");
		}
	}

	@Test
	void processThatRunsButDoesNotRespondIsNotReady(@TempDir Path folder) {
		try (FakeServices services = new FakeServices(folder, Kind.GATEWAY)) {
			assertThat(services.run("status")).isZero();
			assertThat(services.lines()).filteredOn((line) -> line.startsWith("gateway"))
				.singleElement()
				.asString()
				.contains(" no ", " MB");
		}
	}

}
