package dev.rollcall.acceptance.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import static org.awaitility.Awaitility.await;

/**
 * Rebuilds of a projection, as operators start and watch them.
 */
final class Rebuilds {

	private static final ObjectMapper JSON = new ObjectMapper();

	private static final Pattern SERVING = Pattern.compile("rollcall_projection_generation[{][^}]*[}] ([0-9]+)");

	private final HttpClient http = HttpClient.newHttpClient();

	private final FaultSystem system;

	private final String service;

	private final String projection;

	Rebuilds(FaultSystem system, String service, String projection) {
		this.system = system;
		this.service = service;
		this.projection = projection;
	}

	/** Starts a rebuild. Returns the number of its generation. */
	int start() {
		int newest = 0;
		for (JsonNode generation : call("POST", "/rebuilds").path("generations")) {
			newest = Math.max(newest, generation.path("number").asInt());
		}
		return newest;
	}

	void rollback() {
		call("POST", "/rollback");
	}

	void cleanUp() {
		call("DELETE", "/former");
	}

	/** Waits until a generation is active and returns its description. */
	JsonNode awaitActive(int number, Duration limit) {
		return await().atMost(limit)
			.pollInterval(Duration.ofMillis(500))
			.ignoreExceptions()
			.until(() -> find(number), (one) -> {
				String state = one.path("state").asText();
				if (state.equals("stopped")) {
					throw new AssertionError("Stopped: " + one);
				}
				return state.equals("active");
			});
	}

	/** The description of a generation; a missing node if there is none. */
	JsonNode find(int number) {
		for (JsonNode generation : call("GET", "").path("generations")) {
			if (generation.path("number").asInt() == number) {
				return generation;
			}
		}
		return JSON.createObjectNode();
	}

	/** The active generation of the instance. */
	Optional<Integer> serving() {
		Matcher matcher = SERVING
			.matcher(send("GET", this.system.management(this.service).resolve("/actuator/prometheus")).body());
		return matcher.find() ? Optional.of(Integer.parseInt(matcher.group(1))) : Optional.empty();
	}

	static Duration time(JsonNode generation) {
		return Duration.between(Instant.parse(generation.path("startedAt").asText()),
				Instant.parse(generation.path("caughtUpAt").asText()));
	}

	private JsonNode call(String method, String path) {
		HttpResponse<String> answer = send(method,
				this.system.management(this.service).resolve("/actuator/projections/" + this.projection + path));
		if (answer.statusCode() >= 300) {
			throw new IllegalStateException(answer.statusCode() + " " + answer.body());
		}
		try {
			return JSON.readTree(answer.body());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private HttpResponse<String> send(String method, URI address) {
		try {
			Path secrets = this.system.home().resolve("secrets").resolve(this.service.split("#")[0]);
			String token = Files.readString(secrets.resolve("rollcall.operator-token")).strip().split(",")[0];
			return this.http.send(HttpRequest.newBuilder(address)
				.timeout(Duration.ofSeconds(20))
				.header("Authorization", "Bearer " + token)
				.method(method, HttpRequest.BodyPublishers.noBody())
				.build(), HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
