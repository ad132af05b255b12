package dev.rollcall.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.rollcall.benchmark.load.Arrivals;
import dev.rollcall.benchmark.load.ConstantRate;
import dev.rollcall.benchmark.load.Load;
import dev.rollcall.benchmark.load.WarmUp;
import dev.rollcall.benchmark.load.Window;
import dev.rollcall.benchmark.machine.CpuTimes;
import dev.rollcall.benchmark.peer.Settings;
import dev.rollcall.benchmark.peer.Target;

/**
 * The two kinds of load: a closed loop for the ceiling, an open loop for latencies.
 */
final class Loads {

	/** More connections than a system needs that keeps up with the rate. */
	private static final int OPEN_LOOP_CONNECTIONS = 64;

	private static final Duration FINISH_TIMEOUT = Duration.ofSeconds(30);

	private final Settings settings;

	Loads(Settings settings) {
		this.settings = settings;
	}

	/** Returns how long a load is measured. */
	Duration length() {
		return this.settings.window().multipliedBy(this.settings.windows());
	}

	/** Warms the target up and measures a closed loop. */
	Ceiling ceiling(Target target, Map<String, ProcessHandle> processes) throws Exception {
		try (Load load = Load.start(target.uri(), target.connections(),
				target.operation().prepare(target.connections()), Arrivals.saturating())) {
			WarmUp warmUp = WarmUp.of(() -> load.window(this.settings.window()).perSecond(), this.settings.minWarmUp(),
					this.settings.maxWarmUp());
			CpuTimes before = CpuTimes.of(processes);
			List<Window> windows = new ArrayList<>();
			for (int i = 0; i < this.settings.windows(); i++) {
				windows.add(load.window(this.settings.window()));
			}
			CpuTimes used = CpuTimes.of(processes).since(before);
			load.finish(FINISH_TIMEOUT);
			return new Ceiling(Window.of(windows), warmUp, used);
		}
	}

	/**
	 * Measures an open loop.
	 * @param perSecond more than 0
	 */
	Window atRate(Target target, double perSecond, Duration length) throws Exception {
		try (Load load = Load.start(target.uri(), OPEN_LOOP_CONNECTIONS,
				target.operation().prepare(OPEN_LOOP_CONNECTIONS), new ConstantRate(perSecond, System.nanoTime()))) {
			return Window.of(List.of(load.window(length), load.finish(FINISH_TIMEOUT)));
		}
	}

	/**
	 * What a closed loop has shown.
	 *
	 * @param used the CPU that all operations have used together
	 */
	record Ceiling(Window window, WarmUp warmUp, CpuTimes used) {

		/** Returns milliseconds of CPU for one operation, by process. */
		Map<String, Double> cpuMillis() {
			return this.used.per(this.window.operations());
		}

	}

}
