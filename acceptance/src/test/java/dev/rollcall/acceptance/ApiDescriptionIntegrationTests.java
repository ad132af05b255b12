package dev.rollcall.acceptance;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.acceptance.Client.Answer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the API description with the running system.
 */
class ApiDescriptionIntegrationTests {

	private final RunningSystem system = RunningSystem.get();

	private final Client client = new Client(this.system.gateway());

	@Test
	void everyOperationIsThereAndGuardedAsDescribed() {
		List<String> wrong = new ArrayList<>();
		JsonNode paths = this.client.get("/openapi.json").json().path("paths");
		paths.properties().forEach((path) -> path.getValue().properties().forEach((operation) -> {
			String method = operation.getKey().toUpperCase(Locale.ROOT);
			boolean guarded = !operation.getValue().path("security").isEmpty();
			int status = status(method,
					path.getKey().replaceAll("[{][^}]*[}]", "00000000-0000-7000-8000-000000000000"));
			boolean right = guarded ? status == 401 : status != 401 && status != 404 && status != 405;
			if (!right) {
				wrong.add("%s %s: %d".formatted(method, path.getKey(), status));
			}
		}));
		assertThat(wrong).isEmpty();
		assertThat(paths.size()).isGreaterThan(25);
	}

	@Test
	void everyOtherMethodIsRefused() {
		List<String> wrong = new ArrayList<>();
		this.client.get("/openapi.json").json().path("paths").properties().forEach((path) -> {
			for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE")) {
				boolean described = path.getValue().has(method.toLowerCase(Locale.ROOT));
				int status = described ? 405 : status(method,
						path.getKey().replaceAll("[{][^}]*[}]", "00000000-0000-7000-8000-000000000000"));
				if (!List.of(401, 404, 405).contains(status)) {
					wrong.add("%s %s: %d".formatted(method, path.getKey(), status));
				}
			}
		});
		assertThat(wrong).isEmpty();
	}

	/** Administration is refused before. */
	@Test
	void noOperationTakesUnknownParameters() {
		String email = Client.anEmail();
		Answer registered = this.client.register(email);
		Answer session = this.client.signIn(email, "Rollcall-Consistency", registered.header("Rollcall-Consistency"));
		List<String> wrong = new ArrayList<>();
		this.client.get("/openapi.json").json().path("paths").properties().forEach((path) -> {
			path.getValue().fieldNames().forEachRemaining((name) -> {
				String address = path.getKey().replaceAll("[{][^}]*[}]", "00000000-0000-7000-8000-000000000000");
				Answer answer = this.client.call(name.toUpperCase(Locale.ROOT), address + "?colour=red", session, "{}");
				boolean refused = answer.status() == 400 && answer.response().body().contains("\"colour\"");
				boolean forbidden = answer.status() == 403 && address.startsWith("/api/v1/admin/");
				if (!refused && !forbidden && !address.startsWith("/docs") && !address.equals("/openapi.json")) {
					wrong.add("%s %s: %s".formatted(name, path.getKey(), answer));
				}
			});
		});
		assertThat(wrong).isEmpty();
	}

	@Test
	void pageLoadsNothingFromOtherOrigins() {
		Answer page = this.client.get("/docs");
		assertThat(page.status()).isEqualTo(200);
		assertThat(page.header("Content-Security-Policy")).contains("script-src 'self'");
		assertThat(page.response().body()).contains("/docs/swagger-ui-bundle.js").doesNotContain("http:", "https:");
		for (String file : List.of("/docs/swagger-ui-bundle.js", "/docs/swagger-ui.css", "/docs/start.js")) {
			assertThat(this.client.get(file).status()).as(file).isEqualTo(200);
		}
	}

	private int status(String method, String path) {
		return this.client.call(method, path).status();
	}

}
