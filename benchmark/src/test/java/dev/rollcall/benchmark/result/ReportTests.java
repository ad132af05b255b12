package dev.rollcall.benchmark.result;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.rollcall.benchmark.machine.Machine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ReportTests {

	private static final Path ROOT = Path.of(System.getProperty("rollcall.root"));

	@Test
	void committedPageIsMadeOfTheRecordedResults() throws IOException {
		Map<String, String> files = Report.of(ROOT).files();
		for (Map.Entry<String, String> file : files.entrySet()) {
			assertThat(ROOT.resolve(file.getKey())).as("run ./rollcall bench report").hasContent(file.getValue());
		}
		Path charts = ROOT.resolve("docs/benchmarks");
		if (Files.isDirectory(charts)) {
			try (Stream<Path> present = Files.list(charts)) {
				assertThat(present.map((chart) -> ROOT.relativize(chart).toString())).isSubsetOf(files.keySet());
			}
		}
	}

	@Test
	void ratioIsOfTheMeansOfTheRounds() {
		String page = page(result("2026-11-01T00:00:00Z", false, 50, 60));
		assertThat(page).contains(
				"| sign-in | sign-ins, with Keycloak's hash parameters | >= 1.25 x Keycloak | 1.38 x Keycloak | yes |");
	}

	@Test
	void goalThatIsNotMetIsSaid() {
		assertThat(page(result("2026-11-01T00:00:00Z", false, 30, 30)))
			.contains("| >= 1.25 x Keycloak | 0.75 x Keycloak | no |");
	}

	@Test
	void newestResultCountsAndEarlierOnesStay() {
		String page = page(result("2026-11-01T00:00:00Z", false, 30, 30),
				result("2026-11-02T00:00:00Z", false, 80, 80));
		assertThat(page).contains("2.00 x Keycloak", "Earlier runs:", "perSecond 30");
	}

	@Test
	void quickResultsAreIgnored() {
		assertThat(page(result("2026-11-01T00:00:00Z", true, 50, 60))).contains("not measured").doesNotContain("1.38");
	}

	@Test
	void whatWasLeftOutIsSaid() {
		assertThat(page(result("2026-11-01T00:00:00Z", false, 50, 60))).contains("Left out: nginx.");
	}

	@Test
	void cpuOfTheSystemIsWithoutTheSender() {
		assertThat(page(result("2026-11-01T00:00:00Z", false, 50, 60))).contains("| Keycloak | 40 | 2 | 40 |");
	}

	@Test
	void resultsAreReadAsWritten(@TempDir Path folder) throws IOException {
		Result result = result("2026-11-01T00:00:00Z", false, 50, 60);
		Results results = new Results(folder);
		assertThat(results.add(result)).hasFileName("sign-in-20261101T000000Z.json");
		assertThat(results.read()).containsExactly(result);
	}

	private static String page(Result... results) {
		return Report.of(List.of(results)).files().get("docs/benchmarks.md");
	}

	private static Result result(String time, boolean quick, double first, double second) {
		return new Result("sign-in", quick, time, "abc1234", 7, new Machine("a processor", 2, 8192, "Linux 6"),
				Map.of("Keycloak", "26"), Map.of("users", "1,000"), List.of("nginx"),
				List.of(measurement(Series.KEYCLOAK, 1, 40), measurement(Series.ROLLCALL_LIKE_KEYCLOAK, 1, first),
						measurement(Series.KEYCLOAK, 2, 40), measurement(Series.ROLLCALL_LIKE_KEYCLOAK, 2, second)));
	}

	private static Measurement measurement(String series, int round, double rate) {
		return new Measurement(series, round, Map.of(Series.RATE, rate), Map.of("server", 40.0, "sender", 2.0));
	}

}
