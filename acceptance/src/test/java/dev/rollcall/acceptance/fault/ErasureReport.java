package dev.rollcall.acceptance.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.acceptance.Launcher;

/**
 * What {@code ./rollcall verify --erasure --json} prints.
 *
 * @param status the exit status
 * @param found the ids of users (up to 100), by topic or {@code service.collection}
 */
record ErasureReport(int status, int deletedUsers, Map<String, Set<String>> found) {

	static ErasureReport of(FaultSystem system) {
		Launcher.Run run = system.run("verify", "--erasure", "--json");
		try {
			// The JVM prints a line about JAVA_TOOL_OPTIONS first.
			JsonNode report = new ObjectMapper()
				.readTree(run.output().substring(Math.max(0, run.output().indexOf("{\""))));
			Map<String, Set<String>> found = new TreeMap<>();
			report.path("found").forEach((place) -> {
				Set<String> users = found.computeIfAbsent(place.path("place").asText(), (name) -> new TreeSet<>());
				place.path("first").forEach((user) -> users.add(user.asText()));
			});
			return new ErasureReport(run.status(), report.path("deletedUsers").asInt(-1), found);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(run.output(), ex);
		}
	}

}
