package dev.rollcall.benchmark;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.rollcall.benchmark.load.Window;
import dev.rollcall.benchmark.machine.CpuTimes;
import dev.rollcall.benchmark.peer.RollcallSystem;
import dev.rollcall.benchmark.peer.Settings;
import dev.rollcall.benchmark.peer.Target;
import dev.rollcall.benchmark.result.Measurement;
import dev.rollcall.benchmark.result.Series;

/**
 * Imports users, and measures whether the number of users changes what an operation
 * costs.
 */
final class Scale {

	private static final double HALF = 0.5;

	private static final double NANOS = 1e9;

	/** The operations, and the prefix of their figures. */
	private static final List<Map.Entry<String, String>> OPERATIONS = List.of(Map.entry("sign-in", "signIn"),
			Map.entry("registration", "registration"));

	private final Settings settings;

	private final Loads loads;

	private final PrintWriter out;

	/** The rate at which each operation is measured, whatever the number of users. */
	private final Map<String, Double> rates = new LinkedHashMap<>();

	Scale(Settings settings, PrintWriter out) {
		this.settings = settings;
		this.loads = new Loads(settings);
		this.out = out;
	}

	private int imported() {
		return this.settings.quick() ? 2000 : 20_000;
	}

	/** As many before it, for the warm-up. */
	private int warmUp() {
		return imported() / 2;
	}

	private List<Integer> sizes() {
		return this.settings.quick() ? List.of(50, 2000) : List.of(1000, 100_000, 1_000_000);
	}

	/** Measures the rate of an import and the CPU of one user. */
	Outcome importing() throws Exception {
		Outcome outcome = new Outcome();
		outcome.parameter("imported", "%,d after %,d for the warm-up".formatted(imported(), warmUp()));
		try (RollcallSystem system = RollcallSystem.forManyUsers(this.settings)) {
			system.start();
			system.importUsers(0, warmUp());
			system.drain();
			CpuTimes before = CpuTimes.of(system.processes());
			long begin = System.nanoTime();
			system.importUsers(warmUp(), warmUp() + imported());
			double seconds = (System.nanoTime() - begin) / NANOS;
			system.drain();
			double drained = (System.nanoTime() - begin) / NANOS;
			Map<String, Double> cpu = CpuTimes.of(system.processes()).since(before).per(imported());
			add("import", outcome, new Measurement(system.series(), 1,
					Map.of(Series.RATE, imported() / seconds, "perSecondUntilPublished", imported() / drained), cpu));
			outcome.versions(system.versions());
		}
		return outcome;
	}

	/** Measures sign-ins and registrations at each number of users. */
	Outcome scale() throws Exception {
		Outcome outcome = new Outcome();
		try (RollcallSystem system = RollcallSystem.forManyUsers(this.settings)) {
			system.start();
			int users = this.settings.users();
			for (int size : sizes()) {
				system.importUsers(users, size);
				users = Math.max(users, size);
				system.drain();
				add("scale", outcome, new Measurement("%,d users".formatted(size), 1, figures(system), Map.of()));
			}
			outcome.versions(system.versions());
		}
		return outcome;
	}

	private Map<String, Double> figures(RollcallSystem system) throws Exception {
		Map<String, Double> figures = new TreeMap<>();
		for (Map.Entry<String, String> operation : OPERATIONS) {
			Target target = system.targets(operation.getKey()).get(0);
			Loads.Ceiling ceiling = this.loads.ceiling(target, system.processes());
			system.drain();
			figures.put(operation.getValue() + "PerSecond", ceiling.window().perSecond());
			figures.put(operation.getValue() + "CpuMs", Figures.cpuOfSystem(ceiling.cpuMillis()));
			double rate = this.rates.computeIfAbsent(operation.getKey(), (name) -> HALF * ceiling.window().perSecond());
			Window window = this.loads.atRate(target, rate, this.loads.length());
			Figures.putPercentiles(figures, operation.getValue(), window.latencies());
			figures.put(operation.getValue() + "Errors", (double) (window.errors() + window.unfinished()));
			system.drain();
		}
		return figures;
	}

	private void add(String benchmark, Outcome outcome, Measurement measurement) {
		this.out.printf("%-14s %-38s %s%n", benchmark, measurement.series(), Figures.text(measurement));
		outcome.add(measurement);
	}

}
