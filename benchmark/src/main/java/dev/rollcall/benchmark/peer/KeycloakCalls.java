package dev.rollcall.benchmark.peer;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import dev.rollcall.benchmark.load.Operation;
import dev.rollcall.benchmark.load.Request;
import dev.rollcall.benchmark.load.Response;
import dev.rollcall.benchmark.load.TokenChain;
import dev.rollcall.local.http.JsonClient;

/**
 * The calls of Keycloak's API that benchmarks repeat: password grants, users created by
 * the admin API, refresh grants.
 */
final class KeycloakCalls {

	static final String ADMINISTRATOR = "admin";

	private static final String REALM = "bench";

	private static final String CLIENT = "bench";

	private static final String TOKEN = "/realms/%s/protocol/openid-connect/token";

	/** Creating the realm hashes the passwords of its users. */
	private static final Duration TIMEOUT = Duration.ofMinutes(5);

	private static final int LIFETIME = 24 * 3600;

	private final HttpClient forms = HttpClient.newHttpClient();

	private final JsonClient http = new JsonClient(TIMEOUT);

	private final URI server;

	private final Users users;

	private volatile String administrator = "";

	KeycloakCalls(URI server, Users users) {
		this.server = server;
		this.users = users;
	}

	/** Tokens of an administrator last a minute; the benchmark's must last longer. */
	void signInAdministrator() throws IOException, InterruptedException {
		takeAdministrator();
		this.http.send("PUT", this.server + "/admin/realms/master", Map.of("accessTokenLifespan", LIFETIME), bearer())
			.expect(204);
		takeAdministrator();
	}

	private void takeAdministrator() throws IOException, InterruptedException {
		this.administrator = grant("master", password("admin-cli", ADMINISTRATOR)).field("access_token");
	}

	private String[] bearer() {
		return new String[] { "Authorization", "Bearer " + this.administrator };
	}

	void createRealm() throws IOException {
		List<Map<String, Object>> existing = IntStream.range(0, this.users.count())
			.mapToObj((number) -> user(this.users.email(number)))
			.toList();
		this.http
			.send("POST", this.server + "/admin/realms",
					Map.of("realm", REALM, "enabled", true, "users", existing, "clients", List.of(Map.of("clientId",
							CLIENT, "enabled", true, "publicClient", true, "directAccessGrantsEnabled", true))),
					bearer())
			.expect(201);
	}

	/** A first and a last name, or Keycloak would ask for them at the first sign-in. */
	private static Map<String, Object> user(String email) {
		return Map.of("username", email, "email", email, "firstName", "Ada", "lastName", "Lovelace", "enabled", true,
				"credentials", List.of(Map.of("type", "password", "value", Users.PASSWORD)));
	}

	Operation registrations() {
		return Operation.of(() -> Request.json("/admin/realms/" + REALM + "/users", """
				{"username":"%1$s","email":"%1$s","firstName":"Ada","lastName":"Lovelace","enabled":true,\
				"credentials":[{"type":"password","value":"%2$s"}]}""".formatted(this.users.fresh(), Users.PASSWORD),
				this.administrator), 201);
	}

	Operation signIns() {
		return Operation.of(() -> Request.form(TOKEN.formatted(REALM), password(CLIENT, this.users.next())), 200);
	}

	Operation refreshes(int connections) throws IOException, InterruptedException {
		List<String> tokens = new ArrayList<>();
		for (int i = 0; i < connections; i++) {
			tokens.add(grant(REALM, password(CLIENT, this.users.next())).field("refresh_token"));
		}
		return new TokenChain(tokens,
				(token) -> Request.form(TOKEN.formatted(REALM),
						"grant_type=refresh_token&client_id=%s&refresh_token=%s".formatted(CLIENT, token)),
				"refresh_token");
	}

	Operation jwks() {
		Request request = Request.get("/realms/" + REALM + "/protocol/openid-connect/certs", null);
		return Operation.of(() -> request, 200);
	}

	private static String password(String client, String user) {
		return "grant_type=password&client_id=%s&username=%s&password=%s".formatted(client, encoded(user),
				encoded(Users.PASSWORD));
	}

	private static String encoded(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

	private Response grant(String realm, String form) throws IOException, InterruptedException {
		HttpResponse<String> response = this.forms
			.send(HttpRequest.newBuilder(this.server.resolve(TOKEN.formatted(realm)))
				.header("Content-Type", "application/x-www-form-urlencoded")
				.POST(HttpRequest.BodyPublishers.ofString(form))
				.build(), HttpResponse.BodyHandlers.ofString());
		return new Response(response.statusCode(), response.body());
	}

}
