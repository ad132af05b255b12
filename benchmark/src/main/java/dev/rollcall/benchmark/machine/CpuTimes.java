package dev.rollcall.benchmark.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * CPU time that processes have used, in milliseconds, from {@code /proc}. That of a
 * process contains its children, also those that have ended.
 */
public record CpuTimes(Map<String, Double> millis) {

	/** The sender of the load, which runs in this process. */
	public static final String SENDER = "sender";

	/**
	 * What the rest of the machine has used. If it is much, something else was running
	 * and the figures are not to be trusted.
	 */
	public static final String OTHERS = "other processes";

	/** Time that the hypervisor has given to other machines. */
	public static final String STOLEN = "stolen";

	/** What does not belong to the system that is measured. */
	public static final List<String> AROUND = List.of(SENDER, OTHERS, STOLEN);

	private static final double TICK_MILLIS = 10;

	/**
	 * Fields of {@code /proc/PID/stat} after the command: utime, stime, cutime, cstime.
	 */
	private static final List<Integer> USED = List.of(11, 12, 13, 14);

	/**
	 * Fields of the first line of {@code /proc/stat}: user, nice, system, irq, softirq.
	 */
	private static final List<Integer> BUSY = List.of(1, 2, 3, 6, 7);

	private static final int STEAL = 8;

	/** Reads the times of processes, of this process and of the machine. */
	public static CpuTimes of(Map<String, ProcessHandle> processes) {
		Map<String, Double> times = new LinkedHashMap<>();
		processes.forEach((name, process) -> times.put(name, used(process)));
		times.put(SENDER, ticks(Path.of("/proc/self/stat")));
		String[] machine = read(Path.of("/proc/stat")).lines().findFirst().orElse("").split(" +");
		double known = times.values().stream().mapToDouble(Double::doubleValue).sum();
		times.put(OTHERS, sum(machine, BUSY) - known);
		times.put(STOLEN, sum(machine, List.of(STEAL)));
		return new CpuTimes(Map.copyOf(times));
	}

	private static double used(ProcessHandle root) {
		return Stream.concat(Stream.of(root), root.descendants())
			.mapToDouble((process) -> ticks(Path.of("/proc", Long.toString(process.pid()), "stat")))
			.sum();
	}

	/** The command, in parentheses, may contain spaces. */
	private static double ticks(Path stat) {
		String text = read(stat);
		return sum(text.substring(text.lastIndexOf(')') + 1).strip().split(" "), USED);
	}

	private static double sum(String[] fields, List<Integer> numbers) {
		return TICK_MILLIS * numbers.stream()
			.filter((number) -> number < fields.length)
			.mapToLong((number) -> Long.parseLong(fields[number]))
			.sum();
	}

	/** A process may end at any time. */
	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			return "";
		}
	}

	/** Returns the milliseconds that were used since earlier times. */
	public CpuTimes since(CpuTimes earlier) {
		Map<String, Double> used = new LinkedHashMap<>();
		this.millis.forEach((name, now) -> used.put(name, now - earlier.millis.getOrDefault(name, 0.0)));
		return new CpuTimes(Map.copyOf(used));
	}

	/** Returns the times divided by a number. */
	public Map<String, Double> per(double divisor) {
		Map<String, Double> divided = new LinkedHashMap<>();
		this.millis.forEach((name, used) -> divided.put(name, used / divisor));
		return divided;
	}

}
