package dev.rollcall.benchmark;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import dev.rollcall.benchmark.load.Load;
import dev.rollcall.benchmark.machine.CpuTimes;
import dev.rollcall.benchmark.peer.RollcallSystem;
import dev.rollcall.benchmark.peer.Settings;
import dev.rollcall.benchmark.result.Measurement;
import dev.rollcall.local.process.Memory;

/**
 * What a system costs that does little: the time of its start, its memory after sign-ups,
 * the CPU of an idle one.
 */
final class Footprint {

	private static final int CONNECTIONS = 8;

	private static final int STARTS = 3;

	private static final double NANOS = 1e9;

	private static final double MEGABYTE = 1 << 20;

	private final Settings settings;

	private final PrintWriter out;

	Footprint(Settings settings, PrintWriter out) {
		this.settings = settings;
		this.out = out;
	}

	/** Until what follows the sign-ups of the users has ended, the JIT compilers too. */
	private Duration rest() {
		return this.settings.quick() ? Duration.ofSeconds(5) : Duration.ofMinutes(5);
	}

	private int signUps() {
		return this.settings.quick() ? 100 : 10_000;
	}

	/** Measures start and memory, with the JVM of production and as it is by default. */
	Outcome start() throws Exception {
		Outcome outcome = new Outcome();
		outcome.parameter("sign-ups", "%,d".formatted(signUps()));
		outcome.parameter("starts", Integer.toString(STARTS));
		start(RollcallSystem.byDefault(this.settings), outcome);
		start(RollcallSystem.asUpStartsIt(this.settings), outcome);
		return outcome;
	}

	private void start(RollcallSystem system, Outcome outcome) throws Exception {
		try (system) {
			for (int number = 1; number <= STARTS; number++) {
				long begin = System.nanoTime();
				system.launch(number == 1);
				double seconds = (System.nanoTime() - begin) / NANOS;
				add("start", outcome,
						new Measurement(system.series(), number, Map.of("readySeconds", seconds), Map.of()));
				if (number < STARTS) {
					system.stop();
				}
			}
			Load.send(system.gateway(), CONNECTIONS, system.registrations((response) -> {
			}), signUps());
			system.drain();
			add("start", outcome, new Measurement(system.series(), STARTS + 1, resident(system), Map.of()));
			outcome.versions(system.versions());
		}
	}

	private static Map<String, Double> resident(RollcallSystem system) {
		Map<String, Double> resident = new TreeMap<>();
		system.processes()
			.forEach((name, process) -> resident.put("residentMb " + name,
					Objects.requireNonNullElse(Memory.resident(process.pid()), 0L) / MEGABYTE));
		resident.put("residentMb", resident.values().stream().mapToDouble(Double::doubleValue).sum());
		return resident;
	}

	/** Measures the CPU of a system without requests. */
	Outcome idle() throws Exception {
		Outcome outcome = new Outcome();
		Duration length = this.settings.window().multipliedBy(this.settings.windows());
		try (RollcallSystem system = RollcallSystem.byDefault(this.settings)) {
			system.start();
			TimeUnit.NANOSECONDS.sleep(rest().toNanos());
			CpuTimes before = CpuTimes.of(system.processes());
			TimeUnit.NANOSECONDS.sleep(length.toNanos());
			CpuTimes used = CpuTimes.of(system.processes()).since(before);
			Map<String, Double> figures = new TreeMap<>();
			used.per(length.toMillis()).forEach((name, share) -> figures.put("cpuPercent " + name, 100 * share));
			figures.put("cpuPercent",
					system.processes()
						.keySet()
						.stream()
						.mapToDouble((name) -> figures.getOrDefault("cpuPercent " + name, 0.0))
						.sum());
			add("idle", outcome, new Measurement(system.series(), 1, figures, Map.of()));
			outcome.parameter("length", length.toSeconds() + " s");
			outcome.parameter("rest", rest().toSeconds() + " s");
			outcome.versions(system.versions());
		}
		return outcome;
	}

	private void add(String benchmark, Outcome outcome, Measurement measurement) {
		this.out.printf("%-14s %-38s %s%n", benchmark, measurement.series(), Figures.text(measurement));
		outcome.add(measurement);
	}

}
