package dev.rollcall.local.management;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.local.process.Home;
import dev.rollcall.local.process.Kind;
import dev.rollcall.local.process.ProcessName;
import dev.rollcall.local.process.Processes;
import dev.rollcall.local.process.Refusal;

/**
 * Calls the management endpoints of the services, with the operator's token.
 */
public final class Management {

	private static final Duration TIME_LIMIT = Duration.ofSeconds(60);

	private final Home home;

	private final Processes processes;

	private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

	private final ObjectMapper mapper = new ObjectMapper();

	/**
	 * Calls the services of a home.
	 * @param home the home
	 */
	public Management(Home home) {
		this.home = home;
		this.processes = new Processes(home);
	}

	/**
	 * Finds an instance of a service that runs.
	 * @param service the service
	 * @return its first instance that runs
	 * @throws Refusal if none does
	 */
	public ProcessName running(Kind service) {
		this.processes.checkOffset();
		return this.processes.whole()
			.stream()
			.filter((name) -> name.kind() == service && this.processes.find(name).isPresent())
			.findFirst()
			.orElseThrow(() -> Refusal.failure("%s is not running; ./rollcall up %1$s".formatted(service.label())));
	}

	/**
	 * Asks.
	 * @param instance whom
	 * @param path under {@code /actuator/}
	 * @return the answer
	 * @throws Refusal if there is no such thing, or no answer
	 */
	public JsonNode get(ProcessName instance, String path) {
		return send(instance, path, "GET", HttpRequest.BodyPublishers.noBody());
	}

	/**
	 * Orders.
	 * @param instance whom
	 * @param path under {@code /actuator/}
	 * @param body what is sent, as JSON
	 * @return the answer
	 * @throws Refusal if there is no such thing, or no answer
	 */
	public JsonNode post(ProcessName instance, String path, Object body) {
		return send(instance, path, "POST",
				HttpRequest.BodyPublishers.ofString(this.mapper.valueToTree(body).toString()));
	}

	/**
	 * Has something taken away.
	 * @param instance whom
	 * @param path under {@code /actuator/}
	 * @return the answer
	 * @throws Refusal if there is no such thing, or no answer
	 */
	public JsonNode delete(ProcessName instance, String path) {
		return send(instance, path, "DELETE", HttpRequest.BodyPublishers.noBody());
	}

	private JsonNode send(ProcessName instance, String path, String method, HttpRequest.BodyPublisher body) {
		List<Integer> ports = instance.ports(this.home.offset());
		HttpRequest request = HttpRequest
			.newBuilder(URI.create("http://127.0.0.1:%d/actuator/%s".formatted(ports.get(1), path)))
			.timeout(TIME_LIMIT)
			.header("Authorization", "Bearer " + this.home.operatorToken(instance.kind()))
			.header("Content-Type", "application/json")
			.method(method, body)
			.build();
		try {
			HttpResponse<byte[]> response = this.http.send(request, HttpResponse.BodyHandlers.ofByteArray());
			JsonNode answer = this.mapper.readTree(response.body());
			if (response.statusCode() >= 300) {
				throw Refusal.failure("%s answers %d%s".formatted(instance, response.statusCode(), reason(answer)));
			}
			return answer;
		}
		catch (IOException ex) {
			throw Refusal.failure("%s does not answer: %s".formatted(instance, ex));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw Refusal.failure("Interrupted");
		}
	}

	private static String reason(JsonNode answer) {
		String reason = answer.path("error").asText(answer.path("detail").asText());
		return reason.isEmpty() ? "" : ": " + reason;
	}

}
