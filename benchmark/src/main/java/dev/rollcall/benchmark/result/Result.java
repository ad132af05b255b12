package dev.rollcall.benchmark.result;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.rollcall.benchmark.machine.Machine;

/**
 * One run of a benchmark: what was measured, and everything needed to repeat it.
 *
 * @param quick whether it was a trial of the benchmark, whose figures mean nothing
 * @param time when it started, RFC 3339
 * @param commit of the repository; ends with {@code -dirty} if files were changed
 * @param seed of everything random
 * @param leftOut series that were not measured, and why
 */
public record Result(String benchmark, boolean quick, String time, String commit, long seed, Machine machine,
		Map<String, String> versions, Map<String, String> parameters, List<String> leftOut,
		List<Measurement> measurements) {

	/** Returns the names of the series, in the order in which they were measured. */
	List<String> series() {
		return this.measurements.stream().map(Measurement::series).distinct().toList();
	}

	/** Returns the mean of a figure over the rounds of a series. */
	OptionalDouble mean(String series, String figure) {
		return this.measurements.stream()
			.filter((one) -> one.series().equals(series) && one.figures().containsKey(figure))
			.mapToDouble((one) -> one.figures().get(figure))
			.average();
	}

	/** Returns the means of all figures of a series. */
	Map<String, Double> figures(String series) {
		return means(series, Measurement::figures);
	}

	/** Returns the mean CPU time of an operation of a series, by process. */
	Map<String, Double> cpuMillis(String series) {
		return means(series, Measurement::cpuMillis);
	}

	private Map<String, Double> means(String series, Function<Measurement, Map<String, Double>> values) {
		return this.measurements.stream()
			.filter((one) -> one.series().equals(series))
			.flatMap((one) -> values.apply(one).entrySet().stream())
			.collect(Collectors.groupingBy(Map.Entry::getKey, LinkedHashMap::new,
					Collectors.averagingDouble(Map.Entry::getValue)));
	}

}
