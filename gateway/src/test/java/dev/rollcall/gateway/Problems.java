package dev.rollcall.gateway;

import java.net.http.HttpResponse;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** What every problem of the gateway must contain. */
final class Problems {

	private static final JsonMapper JSON = new JsonMapper();

	private Problems() {
	}

	static void assertProblem(HttpResponse<String> answer, int status, String name) {
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
		assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(answer.headers().allValues("Cache-Control")).containsExactly("no-store");
		assertThat(answer.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
		String correlationId = answer.headers().firstValue("Correlation-Id").orElseThrow();
		assertBody(answer.body(), status, name, correlationId);
		assertThat(JSON.readTree(answer.body()).path("instance").asString()).isEqualTo(answer.uri().getPath());
	}

	static void assertBody(String body, int status, String name, String correlationId) {
		JsonNode problem = JSON.readTree(body);
		assertThat(problem.path("type").asString()).isEqualTo("https://rollcall.dev/problems/" + name);
		assertThat(problem.path("status").asInt()).isEqualTo(status);
		assertThat(problem.path("title").asString()).isNotBlank();
		assertThat(problem.path("detail").asString()).isNotBlank();
		assertThat(problem.path("correlationId").asString()).isEqualTo(correlationId);
		assertThat(body).doesNotContain("Exception", "springframework", "reactor", "127.0.0.1", "localhost");
	}

	/** The same for a response that was read as raw text. */
	static void assertRaw(String answer, int status, String name) {
		assertThat(answer).startsWith("HTTP/1.1 " + status);
		String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
		assertThat(answer.toLowerCase(java.util.Locale.ROOT)).contains("content-type: application/problem+json",
				"correlation-id: " + JSON.readTree(body).path("correlationId").asString());
		assertBody(body, status, name, JSON.readTree(body).path("correlationId").asString());
	}

}
