package dev.rollcall.benchmark.peer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

import dev.rollcall.local.process.Home;

/**
 * What a run of benchmarks uses.
 *
 * @param home the folder and ports of the launcher that runs the benchmarks; the measured
 * systems use the same ports and folders below it
 * @param quick short windows and few users, to try the benchmarks; figures mean nothing
 * @param rounds how often the systems take turns
 * @param seed of everything random
 */
public record Settings(Home home, boolean quick, int rounds, long seed) {

	/** Returns the number of users that sign in. */
	public int users() {
		return this.quick ? 50 : 1000;
	}

	/** Returns the length of a window. */
	public Duration window() {
		return this.quick ? Duration.ofSeconds(2) : Duration.ofSeconds(10);
	}

	/** Returns the number of windows that are measured. */
	public int windows() {
		return this.quick ? 1 : 3;
	}

	/** Returns the number of windows before which no warm-up ends. */
	public int minWarmUp() {
		return this.quick ? 1 : 6;
	}

	/** Returns the number of windows after which a warm-up ends at the latest. */
	public int maxWarmUp() {
		return this.quick ? 1 : 12;
	}

	/** Returns the parameters that are recorded with each result. */
	public Map<String, String> parameters() {
		return new TreeMap<>(Map.of("users", "%,d".formatted(users()), "rounds", Integer.toString(this.rounds),
				"window", window().toSeconds() + " s", "windows", Integer.toString(windows()), "warm-up",
				minWarmUp() + " to " + maxWarmUp() + " windows"));
	}

	/** Returns the folder of a measured system. */
	public Path folder(String name) {
		return this.home.folder().resolve("bench").resolve(name);
	}

	int port(int port) {
		return port + this.home.offset();
	}

}
