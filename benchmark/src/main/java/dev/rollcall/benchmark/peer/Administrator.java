package dev.rollcall.benchmark.peer;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.rollcall.local.http.JsonClient;
import dev.rollcall.local.process.Refusal;

/**
 * An administrator of a running system, who imports users.
 */
final class Administrator {

	/** The address that the system grants the role to. */
	static final String EMAIL = "administrator@bench.example.com";

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	/** Lines of one request: the response must fit into the buffers of the connection. */
	private static final int LINES = 2000;

	private static final int ATTEMPTS = 10;

	private static final int PAUSE_SECONDS = 5;

	private static final Pattern TOKEN = Pattern.compile("[?]token=([A-Za-z0-9_-]+)");

	private final JsonClient http = new JsonClient(TIMEOUT);

	private final HttpClient lines = HttpClient.newHttpClient();

	private final URI gateway;

	private final String mailbox;

	private final RollcallCalls calls;

	Administrator(URI gateway, String mailbox, RollcallCalls calls) {
		this.gateway = gateway;
		this.mailbox = mailbox;
		this.calls = calls;
	}

	/** Signs up and verifies the address, after which the system grants the role. */
	void signUp() throws IOException, InterruptedException {
		send("registrations", Map.of("email", EMAIL, "password", Users.PASSWORD)).expect(201);
		long end = System.nanoTime() + TIMEOUT.toNanos();
		send("email-verifications", Map.of("token", link(end))).expect(204);
		while (this.http.get(this.gateway + "/api/v1/admin/users", "Authorization", "Bearer " + token())
			.status() != 200) {
			pause(end, "The role of an administrator was not granted");
		}
	}

	private JsonClient.Response send(String path, Map<String, String> body) throws IOException {
		return this.http.send("POST", this.gateway + "/api/v1/" + path, body);
	}

	private String link(long end) throws IOException, InterruptedException {
		Matcher link = TOKEN.matcher(mails());
		while (!link.find()) {
			pause(end, "The administrator got no mail");
			link = TOKEN.matcher(mails());
		}
		return link.group(1);
	}

	private String mails() throws IOException {
		return this.http.get(this.mailbox + "/api/messages?to=" + EMAIL).expect(200).text();
	}

	private static void pause(long end, String failure) throws InterruptedException {
		if (System.nanoTime() > end) {
			throw Refusal.failure(failure);
		}
		TimeUnit.MILLISECONDS.sleep(200);
	}

	private String token() throws IOException {
		return this.calls.signIn(EMAIL).path("accessToken").asText();
	}

	/** Imports users without passwords, numbered from a number to one before another. */
	void importUsers(int from, int until) throws IOException, InterruptedException {
		for (int first = from; first < until; first += LINES) {
			importLines(first, Math.min(until, first + LINES));
		}
	}

	/** Repeats an import that did not end well; then users that exist count, too. */
	private void importLines(int from, int until) throws IOException, InterruptedException {
		String body = IntStream.range(from, until).mapToObj((number) -> """
				{"email":"imported-%d@bench.example.com","displayName":"Ada","emailVerified":true}
				""".formatted(number)).collect(Collectors.joining());
		List<String> outcomes = List.of("\"created\"");
		for (int attempt = 1;; attempt++) {
			try {
				require(until - from, outcomes, sendLines(body));
				return;
			}
			catch (IOException ex) {
				if (attempt == ATTEMPTS) {
					throw ex;
				}
				outcomes = List.of("\"created\"", "\"exists\"");
				TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
			}
		}
	}

	private HttpResponse<String> sendLines(String body) throws IOException, InterruptedException {
		return this.lines.send(HttpRequest.newBuilder(this.gateway.resolve("/api/v1/admin/users/import"))
			.header("Content-Type", "application/x-ndjson")
			.header("Authorization", "Bearer " + token())
			.POST(HttpRequest.BodyPublishers.ofString(body))
			.build(), HttpResponse.BodyHandlers.ofString());
	}

	private static void require(int users, List<String> outcomes, HttpResponse<String> response) throws IOException {
		long imported = response.body().lines().filter((line) -> outcomes.stream().anyMatch(line::contains)).count();
		if (imported != users) {
			throw new IOException("Of %d users, %d were imported; the first result is %s".formatted(users, imported,
					response.body().lines().findFirst().orElse("status " + response.statusCode())));
		}
	}

}
