package dev.rollcall.benchmark.result;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was measured in one round of one series.
 *
 * @param series what was measured, such as Keycloak
 * @param round from 1
 * @param figures by name; the name ends with the unit
 * @param cpuMillis milliseconds of CPU for one operation, by process
 */
public record Measurement(String series, int round, Map<String, Double> figures, Map<String, Double> cpuMillis) {

	private static final MathContext DIGITS = new MathContext(4);

	public Measurement {
		figures = rounded(figures);
		cpuMillis = rounded(cpuMillis);
	}

	/** More digits than the measurement has would only make the files longer. */
	private static Map<String, Double> rounded(Map<String, Double> values) {
		Map<String, Double> rounded = new TreeMap<>();
		values.forEach((name, value) -> rounded.put(name,
				Double.isFinite(value) ? BigDecimal.valueOf(value).round(DIGITS).doubleValue() : 0.0));
		return rounded;
	}

}
