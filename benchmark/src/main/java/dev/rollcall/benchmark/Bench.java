package dev.rollcall.benchmark;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import dev.rollcall.benchmark.machine.Machine;
import dev.rollcall.benchmark.peer.Keycloak;
import dev.rollcall.benchmark.peer.RollcallSystem;
import dev.rollcall.benchmark.peer.Settings;
import dev.rollcall.benchmark.peer.SystemUnderTest;
import dev.rollcall.benchmark.result.Report;
import dev.rollcall.benchmark.result.Result;
import dev.rollcall.benchmark.result.Results;
import dev.rollcall.local.process.Home;
import dev.rollcall.local.process.Refusal;

/**
 * Runs benchmarks and records their results. The launcher's command {@code bench} starts
 * it.
 */
public final class Bench {

	private static final String REPORT = "report";

	private static final String QUICK = "--quick";

	private static final List<String> COMPARISONS = List.of("sign-in", "registration", "refresh", "jwks", "gateway");

	private static final String INSTANCES = "instances";

	private final Settings settings;

	private final PrintWriter out;

	private Bench(Settings settings, PrintWriter out) {
		this.settings = settings;
		this.out = out;
	}

	/**
	 * Runs the benchmarks that the arguments name, or all, and exits like the launcher.
	 */
	public static void main(String[] args) {
		System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "off");
		PrintWriter out = new PrintWriter(System.out, true);
		Path root = Path.of(System.getProperty("rollcall.root", ".")).toAbsolutePath().normalize();
		List<String> names = new ArrayList<>(List.of(args));
		boolean quick = names.remove(QUICK);
		try {
			Settings settings = new Settings(Home.of(root, System.getenv()), quick, Integer.getInteger("rounds", 1),
					seed());
			new Bench(settings, out).run(names);
			System.exit(0);
		}
		catch (Refusal ex) {
			System.err.println(ex.getMessage()); // console
			System.exit(ex.status());
		}
		catch (Exception ex) {
			System.err.println("Failed: " + ex); // console
			System.exit(1);
		}
	}

	private static long seed() {
		return Long.getLong("seed", System.currentTimeMillis() / 1000);
	}

	private void run(List<String> names) throws Exception {
		if (names.equals(List.of(REPORT))) {
			report();
			return;
		}
		Map<String, Callable<Outcome>> others = others();
		List<String> all = Stream.concat(COMPARISONS.stream(), others.keySet().stream()).toList();
		names.stream().filter((name) -> !all.contains(name)).findFirst().ifPresent((name) -> {
			throw Refusal.badUsage(
					"There is no benchmark '%s'; choose of %s, or %s".formatted(name, String.join(", ", all), REPORT));
		});
		List<String> wanted = names.isEmpty() ? all : names;
		compare(COMPARISONS.stream().filter(wanted::contains).toList());
		for (Map.Entry<String, Callable<Outcome>> other : others.entrySet()) {
			if (wanted.contains(other.getKey())) {
				String time = now();
				record(other.getKey(), time, other.getValue().call());
			}
		}
		if (!this.settings.quick()) {
			report();
		}
	}

	/** The benchmarks without a peer, by name. */
	private Map<String, Callable<Outcome>> others() {
		Map<String, Callable<Outcome>> others = new LinkedHashMap<>();
		Footprint footprint = new Footprint(this.settings, this.out);
		others.put("pipeline", new Pipeline(this.settings, this.out)::run);
		others.put("start", footprint::start);
		others.put("idle", footprint::idle);
		others.put("import", new Scale(this.settings, this.out)::importing);
		others.put(INSTANCES, this::instances);
		others.put("scale", new Scale(this.settings, this.out)::scale);
		others.put("micro", new Micro(this.settings, this.out)::run);
		return others;
	}

	/** Compares two instances of each service with one. */
	private Outcome instances() throws Exception {
		List<SystemUnderTest> systems = List.of(RollcallSystem.byDefault(this.settings),
				RollcallSystem.withTwoInstances(this.settings));
		Map<String, Outcome> outcomes = new Comparison(this.settings, this.out).run(List.of(INSTANCES), systems);
		return Objects.requireNonNull(outcomes.get(INSTANCES));
	}

	private void compare(List<String> benchmarks) throws Exception {
		if (benchmarks.isEmpty()) {
			return;
		}
		String time = now();
		List<SystemUnderTest> systems = List.of(new Keycloak(this.settings), RollcallSystem.likeKeycloak(this.settings),
				RollcallSystem.byDefault(this.settings));
		Map<String, Outcome> outcomes = new Comparison(this.settings, this.out).run(benchmarks, systems);
		for (Map.Entry<String, Outcome> outcome : outcomes.entrySet()) {
			record(outcome.getKey(), time, outcome.getValue());
		}
	}

	private static String now() {
		return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
	}

	private void record(String benchmark, String time, Outcome outcome) throws IOException, InterruptedException {
		Map<String, String> parameters = new TreeMap<>(this.settings.parameters());
		parameters.putAll(outcome.parameters());
		Result result = new Result(benchmark, this.settings.quick(), time, commit(), this.settings.seed(),
				Machine.current(), outcome.versions(), parameters, outcome.leftOut(), outcome.measurements());
		// A trial is no result.
		Path folder = this.settings.quick() ? this.settings.folder("results") : root().resolve("benchmark/results");
		this.out.println("Recorded " + new Results(folder).add(result));
	}

	private void report() throws IOException {
		Report.of(root()).write(root());
		this.out.println("Wrote docs/benchmarks.md");
	}

	private Path root() {
		return this.settings.home().root();
	}

	private String commit() throws IOException, InterruptedException {
		String head = git("rev-parse", "--short", "HEAD");
		return git("status", "--porcelain", "--untracked-files=no").isEmpty() ? head : head + "-dirty";
	}

	private String git(String... arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of("git", "-C", root().toString()));
		command.addAll(List.of(arguments));
		Process git = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
		return (git.waitFor() == 0) ? output : "";
	}

}
