package dev.rollcall.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import dev.rollcall.benchmark.result.Measurement;

/**
 * What one benchmark has measured so far.
 */
final class Outcome {

	private final List<Measurement> measurements = new ArrayList<>();

	private final Map<String, String> versions = new TreeMap<>();

	private final Map<String, String> parameters = new TreeMap<>();

	private final Set<String> leftOut = new LinkedHashSet<>();

	void add(Measurement measurement) {
		this.measurements.add(measurement);
	}

	void versions(Map<String, String> more) {
		this.versions.putAll(more);
	}

	void parameter(String name, String value) {
		this.parameters.put(name, value);
	}

	/** Records what was not measured, and why. */
	void leaveOut(String what) {
		this.leftOut.add(what);
	}

	List<Measurement> measurements() {
		return List.copyOf(this.measurements);
	}

	Map<String, String> versions() {
		return this.versions;
	}

	Map<String, String> parameters() {
		return this.parameters;
	}

	List<String> leftOut() {
		return List.copyOf(this.leftOut);
	}

}
