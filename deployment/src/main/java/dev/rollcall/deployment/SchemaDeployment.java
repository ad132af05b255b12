package dev.rollcall.deployment;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.schemas.Schemas;
import org.apache.avro.Schema;

/**
 * Registers the schemas under the compatibility rule FULL_TRANSITIVE, with the registry's
 * Confluent-compatible API. The registered text is {@code SCHEMA$} of the generated
 * class, because serializers look a schema up by its text.
 */
final class SchemaDeployment {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private static final String RULE = "{\"compatibility\":\"FULL_TRANSITIVE\"}";

	private final HttpClient http = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(TIMEOUT)
		.build();

	private final ObjectMapper json = new ObjectMapper();

	private final URI api;

	SchemaDeployment(URI registry) {
		this.api = registry.resolve("apis/ccompat/v7/");
	}

	void deploy() throws InterruptedException {
		rule("config");
		for (Schema schema : Schemas.ALL) {
			String path = "subjects/" + schema.getFullName() + "/versions";
			check(send("POST", path, registration(schema)), path);
			rule("config/" + schema.getFullName());
		}
	}

	/**
	 * The registry answers 409 if another deploy step has just set the rule. That is no
	 * failure if the rule is the same.
	 */
	private void rule(String path) throws InterruptedException {
		HttpResponse<String> response = send("PUT", path, RULE);
		if (response.statusCode() == 409) {
			response = send("GET", path, "");
		}
		check(response, path);
		if (!response.body().contains("FULL_TRANSITIVE")) {
			throw new DeploymentException("The registry did not accept the rule FULL_TRANSITIVE at " + path, null);
		}
	}

	private String registration(Schema schema) {
		return this.json.createObjectNode().put("schemaType", "AVRO").put("schema", schema.toString()).toString();
	}

	private static void check(HttpResponse<String> response, String path) {
		if (response.statusCode() != 200) {
			throw new DeploymentException("The registry returned status %d for %s %s: %s"
				.formatted(response.statusCode(), response.request().method(), path, response.body()), null);
		}
	}

	private HttpResponse<String> send(String method, String path, String body) throws InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(this.api.resolve(path))
			.timeout(TIMEOUT)
			.header("Content-Type", "application/vnd.schemaregistry.v1+json")
			.method(method, HttpRequest.BodyPublishers.ofString(body))
			.build();
		try {
			return this.http.send(request, HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new DeploymentException("Cannot reach the registry at %s: %s".formatted(this.api, ex), ex);
		}
	}

}
