package dev.rollcall.local;

import java.io.IOException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * Turns a log line in the Elastic Common Schema (JSON) into plain text.
 */
final class LogLine {

	private static final ObjectMapper JSON = new ObjectMapper();

	private LogLine() {
	}

	/**
	 * Returns time, level, logger and message, followed by the lines of the stack trace.
	 * A line in another format is returned unchanged.
	 */
	static String readable(String line) {
		JsonNode fields = line.startsWith("{") ? parse(line) : JSON.missingNode();
		if (!fields.hasNonNull("message")) {
			return line;
		}
		JsonNode log = fields.path("log");
		String trace = fields.path("error").path("stack_trace").asText("");
		return "%s %5s %s : %s%s".formatted(fields.path("@timestamp").asText(), log.path("level").asText(),
				log.path("logger").asText(), fields.path("message").asText(),
				trace.isEmpty() ? "" : System.lineSeparator() + trace.stripTrailing());
	}

	private static JsonNode parse(String line) {
		try {
			return JSON.readTree(line);
		}
		catch (IOException ex) {
			return JSON.missingNode();
		}
	}

}
