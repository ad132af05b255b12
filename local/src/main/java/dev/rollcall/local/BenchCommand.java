package dev.rollcall.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.rollcall.local.process.Home;
import dev.rollcall.local.process.Refusal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Runs the benchmarks of the module {@code benchmark} in a JVM of their own.
 */
@Command(name = "bench", description = { "Runs benchmarks beside the systems that are installed, and records them.",
		"Benchmarks: sign-in, registration, refresh, jwks, gateway, pipeline, start, idle, import, scale, micro.",
		"The name report writes docs/benchmarks.md again.",
		"Run it on a quiet machine. It starts systems of its own with empty data; no other may use the ports." })
final class BenchCommand extends LauncherCommand {

	private final Home home;

	@Option(names = "--quick",
			description = "Short windows and few users, to try the benchmarks. Their figures are not recorded.")
	private boolean quick;

	@Option(names = "--rounds", paramLabel = "<n>", defaultValue = "2",
			description = "How often the systems take turns. Default: ${DEFAULT-VALUE}. Ratios of one round are less certain.")
	private int rounds;

	@Option(names = "--seed", paramLabel = "<n>", description = "Of everything random; each result has its own.")
	private @Nullable Long seed;

	@Parameters(paramLabel = "<name>", arity = "0..*", description = "A benchmark, or report. Default: all benchmarks.")
	private List<String> names = List.of();

	BenchCommand(Home home) {
		this.home = home;
	}

	@Override
	public Integer call() throws IOException, InterruptedException {
		Path jar = this.home.root().resolve("benchmark/target/benchmark.jar");
		if (!Files.exists(jar)) {
			throw Refusal.failure("There is no %s; ./rollcall bench builds it".formatted(jar));
		}
		if (this.rounds < 1) {
			throw Refusal.badUsage("--rounds must be 1 or more");
		}
		List<String> command = new ArrayList<>(List.of(
				Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "-Xmx512m",
				"-Drollcall.root=" + this.home.root(), "-Drounds=" + (this.quick ? 1 : this.rounds)));
		if (this.seed != null) {
			command.add("-Dseed=" + this.seed);
		}
		command.addAll(List.of("-cp", jar.toString(), "dev.rollcall.benchmark.Bench"));
		command.addAll(this.names);
		if (this.quick) {
			command.add("--quick");
		}
		return new ProcessBuilder(command).inheritIO().start().waitFor();
	}

}
