package dev.rollcall.benchmark;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.rollcall.benchmark.load.Window;
import dev.rollcall.benchmark.peer.Daemon;
import dev.rollcall.benchmark.peer.Settings;
import dev.rollcall.benchmark.peer.SystemUnderTest;
import dev.rollcall.benchmark.peer.Target;
import dev.rollcall.benchmark.result.Measurement;
import dev.rollcall.benchmark.result.Series;
import dev.rollcall.local.process.Refusal;

/**
 * Measures the same operation of several systems, which take turns: A, B, A, B. For each
 * one: a warm-up and a closed loop for the ceiling and the CPU of one operation, then an
 * open loop at half the ceiling for the latencies.
 */
final class Comparison {

	private static final double HALF = 0.5;

	private static final double NANOS = 1e9;

	private final Settings settings;

	private final Loads loads;

	private final PrintWriter out;

	Comparison(Settings settings, PrintWriter out) {
		this.settings = settings;
		this.loads = new Loads(settings);
		this.out = out;
	}

	/**
	 * Runs benchmarks. A system that is missing is left out.
	 * @return the outcome of each benchmark, by name
	 */
	Map<String, Outcome> run(List<String> benchmarks, List<SystemUnderTest> all) throws Exception {
		Map<String, Outcome> outcomes = new LinkedHashMap<>();
		benchmarks.forEach((benchmark) -> outcomes.put(benchmark, new Outcome()));
		List<SystemUnderTest> present = all.stream().filter((system) -> system.missing().isEmpty()).toList();
		all.forEach((system) -> system.missing().ifPresent((why) -> {
			this.out.println("Left out: " + why);
			outcomes.values().forEach((outcome) -> outcome.leaveOut(why));
		}));
		try {
			for (int round = 1; round <= this.settings.rounds(); round++) {
				for (SystemUnderTest system : present) {
					turn(system, round, outcomes);
				}
			}
		}
		finally {
			present.forEach(SystemUnderTest::close);
		}
		return outcomes;
	}

	private void turn(SystemUnderTest system, int round, Map<String, Outcome> outcomes) throws Exception {
		if (outcomes.keySet().stream().allMatch((benchmark) -> system.targets(benchmark).isEmpty())) {
			return;
		}
		system.start();
		try {
			for (Map.Entry<String, Outcome> entry : outcomes.entrySet()) {
				Outcome outcome = entry.getValue();
				for (Target target : system.targets(entry.getKey())) {
					String text = measure(system, target, round, outcome);
					this.out.printf("%-14s %-38s round %d: %s%n", entry.getKey(), target.series(), round, text);
				}
				outcome.versions(system.versions());
				system.leftOut(entry.getKey()).forEach(outcome::leaveOut);
			}
		}
		finally {
			system.stop();
		}
	}

	/**
	 * A proxy that does not start costs its own row only.
	 * @return the figures, or why there are none
	 */
	private String measure(SystemUnderTest system, Target target, int round, Outcome outcome) throws Exception {
		try {
			Measurement measurement = measure(system, target, round);
			outcome.add(measurement);
			return Figures.text(measurement);
		}
		catch (Refusal ex) {
			if (target.proxy().isEmpty()) {
				throw ex;
			}
			outcome.leaveOut(String.valueOf(ex.getMessage()));
			return String.valueOf(ex.getMessage());
		}
	}

	private Measurement measure(SystemUnderTest system, Target target, int round) throws Exception {
		Map<String, ProcessHandle> processes = new LinkedHashMap<>(system.processes());
		if (target.proxy().isEmpty()) {
			return measure(system, target, round, processes);
		}
		try (Daemon proxy = target.proxy().get().call()) {
			processes.put(proxy.name(), proxy.process().toHandle());
			return measure(system, target, round, processes);
		}
	}

	private Measurement measure(SystemUnderTest system, Target target, int round, Map<String, ProcessHandle> processes)
			throws Exception {
		Loads.Ceiling ceiling = this.loads.ceiling(target, processes);
		double rate = ceiling.window().perSecond();
		Map<String, Double> figures = new TreeMap<>();
		figures.put(Series.RATE, rate);
		figures.put("errors", (double) ceiling.window().errors());
		figures.put("warmUpWindows", (double) ceiling.warmUp().windows());
		figures.put("warmUpSettled", ceiling.warmUp().settled() ? 1.0 : 0.0);
		long begin = System.nanoTime();
		system.drain();
		figures.put("drainSeconds", (System.nanoTime() - begin) / NANOS);
		if (rate > 0) {
			Window half = this.loads.atRate(target, HALF * rate, this.loads.length());
			figures.put("halfLoadErrors", (double) (half.errors() + half.unfinished()));
			Figures.putPercentiles(figures, "halfLoad", half.latencies());
			system.drain();
		}
		return new Measurement(target.series(), round, figures, ceiling.cpuMillis());
	}

}
