package dev.rollcall.acceptance.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.rollcall.acceptance.Launcher.Run;
import dev.rollcall.acceptance.check.Circumstances;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * I15: on a busy healthy system {@code ./rollcall verify} reports nothing, and
 * {@code --repair} changes nothing; neither logs a warning. {@code -Dseconds=} and
 * {@code -Drate=} (visits a second) set other sizes; ten visits are about 16 operations.
 */
@Tag("faults")
class VerifyUnderLoadIntegrationTests {

	private static final int SECONDS = FaultRun.size("seconds", 600);

	private static final int RATE = FaultRun.size("rate", 12);

	private static final Duration PAUSE = Duration.ofSeconds(5);

	@Test
	void busyHealthySystemHasNoDifferences() {
		try (FaultRun run = FaultRun.start()) {
			Load load = Load.start(RATE, SECONDS * RATE, run::visit);
			int checks = 0;
			while (load.isPacing()) {
				// One in five repairs: it must have nothing to do.
				Run check = (++checks % 5 == 0) ? run.system().run("verify", "--repair") : run.system().run("verify");
				assertThat(check.output()).as("check %d", checks)
					.contains("No differences left")
					.doesNotContain("repaired", "messages missing");
				FaultRun.last(PAUSE);
			}
			load.finish();
			FaultRun.say("%d checks during %d visits found no difference", checks, load.done());
			assertThat(checks).isPositive();
			assertThat(warnings(run.system().home().resolve("log"))).isEmpty();
			run.verify(System.nanoTime(), Duration.ofSeconds(60), Circumstances.ORDINARY);
			assertThat(run.system().run("verify").succeeded().output()).contains("No differences left");
		}
	}

	/** The lines that verifications logged as warnings or errors. */
	private static List<String> warnings(Path logs) {
		try (Stream<Path> files = Files.list(logs)) {
			List<String> warnings = new ArrayList<>();
			for (Path file : files.filter((log) -> log.toString().endsWith("-service.log")).toList()) {
				warnings.addAll(Files.readAllLines(file)
					.stream()
					.filter((line) -> line.contains("\"rollcall-verify-") && !line.contains("\"level\":\"INFO\""))
					.toList());
			}
			return warnings;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
