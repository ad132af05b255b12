package dev.rollcall.acceptance.fault;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * What a run of {@code ./rollcall verify} names.
 *
 * @param differences what is said of each, by "service verification kind id"
 * @param repaired as "service verification id"
 */
record Named(Map<String, String> differences, Set<String> repaired) {

	private static final Pattern VERIFICATION = Pattern.compile("(\\S+-service) +(\\S+) +[\\d,.]+ compared: .*");

	private static final Pattern DIFFERENCE = Pattern.compile(" {2}(lost|ghost|stale|diverged) +(\\S+): (.*)");

	private static final Pattern REPAIRED = Pattern.compile(" {2}repaired {2}(\\S+)");

	/** From the output for people. */
	static Named inText(String output) {
		Named named = new Named(new TreeMap<>(), new TreeSet<>());
		String verification = "";
		for (String line : output.split("\n")) {
			Matcher header = VERIFICATION.matcher(line);
			Matcher difference = DIFFERENCE.matcher(line);
			Matcher repair = REPAIRED.matcher(line);
			if (header.matches()) {
				verification = header.group(1) + " " + header.group(2);
			}
			else if (difference.matches()) {
				named.differences.put(verification + " " + difference.group(1) + " " + difference.group(2),
						difference.group(3));
			}
			else if (repair.matches()) {
				named.repaired.add(verification + " " + repair.group(1));
			}
		}
		return named;
	}

	/** From the output of {@code --json}: its last line. */
	static Named inJson(String output) {
		Named named = new Named(new TreeMap<>(), new TreeSet<>());
		json(output).properties()
			.forEach((service) -> service.getValue()
				.path("verifications")
				.forEach((entry) -> named.add(service.getKey() + " " + entry.path("name").asText(), entry)));
		return named;
	}

	private void add(String verification, JsonNode entry) {
		entry.path("differences")
			.properties()
			.forEach((kind) -> kind.getValue()
				.path("first")
				.forEach((user) -> this.differences.put(
						verification + " " + kind.getKey() + " " + user.path("id").asText(),
						user.path("what").asText())));
		entry.path("repairedIds").forEach((id) -> this.repaired.add(verification + " " + id.asText()));
	}

	private static JsonNode json(String output) {
		try {
			return new ObjectMapper().readTree(output.substring(output.lastIndexOf("\n{") + 1));
		}
		catch (JsonProcessingException ex) {
			throw new IllegalStateException(output, ex);
		}
	}

}
