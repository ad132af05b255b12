package dev.rollcall.local.management;

import java.io.IOException;
import java.time.Duration;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.local.http.JsonClient;
import dev.rollcall.local.process.Home;
import dev.rollcall.local.process.Kind;
import dev.rollcall.local.process.ProcessName;
import dev.rollcall.local.process.Processes;
import dev.rollcall.local.process.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * Calls the management endpoints of services with the operator token. Paths are relative
 * to {@code /actuator/}. A call throws {@link Refusal} if the service does not respond or
 * refuses.
 */
public final class Management {

	private final JsonClient http = new JsonClient(Duration.ofSeconds(60));

	private final Home home;

	private final Processes processes;

	/** Creates a client for the services of a home. */
	public Management(Home home) {
		this.home = home;
		this.processes = new Processes(home);
	}

	/**
	 * Returns the first running instance of a service.
	 * @throws Refusal if no instance is running
	 */
	public ProcessName running(Kind service) {
		this.processes.checkOffset();
		return this.processes.whole()
			.stream()
			.filter((name) -> name.kind() == service && this.processes.find(name).isPresent())
			.findFirst()
			.orElseThrow(() -> Refusal
				.failure("%s is not running; start it with ./rollcall up %1$s".formatted(service.label())));
	}

	/** Sends a GET request. */
	public JsonNode get(ProcessName instance, String path) {
		return send(instance, path, "GET", null);
	}

	/** Sends a POST request with a JSON body. */
	public JsonNode post(ProcessName instance, String path, Object body) {
		return send(instance, path, "POST", body);
	}

	/** Sends a DELETE request. */
	public JsonNode delete(ProcessName instance, String path) {
		return send(instance, path, "DELETE", null);
	}

	private JsonNode send(ProcessName instance, String path, String method, @Nullable Object body) {
		int port = instance.ports(this.home.offset()).get(1);
		try {
			JsonClient.Response response = this.http.send(method,
					"http://127.0.0.1:%d/actuator/%s".formatted(port, path), body, "Authorization",
					"Bearer " + this.home.operatorToken(instance.kind()));
			JsonNode answer = response.json();
			if (response.status() >= 300) {
				throw Refusal
					.failure("%s responds with status %d%s".formatted(instance, response.status(), reason(answer)));
			}
			return answer;
		}
		catch (IOException ex) {
			throw Refusal.failure("%s does not respond: %s".formatted(instance, ex.getMessage()));
		}
	}

	private static String reason(JsonNode answer) {
		String reason = answer.path("error").asText(answer.path("detail").asText());
		return reason.isEmpty() ? "" : ": " + reason;
	}

}
