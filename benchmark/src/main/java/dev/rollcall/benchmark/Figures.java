package dev.rollcall.benchmark;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import dev.rollcall.benchmark.machine.CpuTimes;
import dev.rollcall.benchmark.result.Measurement;
import org.HdrHistogram.Histogram;

/**
 * The figures of measurements.
 */
final class Figures {

	private static final double MICROS = 1000;

	private static final int ENOUGH_FOR_P999 = 1000;

	private Figures() {
	}

	/**
	 * Adds percentiles in milliseconds. The 99.9th only if there are enough values for
	 * it.
	 */
	static void putPercentiles(Map<String, Double> figures, String prefix, Histogram micros) {
		figures.put(prefix + "P50Ms", micros.getValueAtPercentile(50) / MICROS);
		figures.put(prefix + "P99Ms", micros.getValueAtPercentile(99) / MICROS);
		if (micros.getTotalCount() >= ENOUGH_FOR_P999) {
			figures.put(prefix + "P999Ms", micros.getValueAtPercentile(99.9) / MICROS);
		}
	}

	/**
	 * Returns the CPU of the measured system, without the sender and the rest of the
	 * machine.
	 */
	static double cpuOfSystem(Map<String, Double> cpuMillis) {
		return cpuMillis.entrySet()
			.stream()
			.filter((process) -> !CpuTimes.AROUND.contains(process.getKey()))
			.mapToDouble((process) -> process.getValue())
			.sum();
	}

	/** Returns a measurement as a line of progress. */
	static String text(Measurement measurement) {
		String figures = measurement.figures()
			.entrySet()
			.stream()
			.map((figure) -> figure.getKey() + " " + number(figure.getValue()))
			.collect(Collectors.joining(", "));
		double cpu = cpuOfSystem(measurement.cpuMillis());
		return measurement.cpuMillis().isEmpty() ? figures : "%s; %s ms of CPU".formatted(figures, number(cpu));
	}

	private static String number(double value) {
		return String.format(Locale.ROOT, (value >= 100 || value == Math.rint(value)) ? "%,.0f" : "%.2f", value);
	}

}
