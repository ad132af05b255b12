package dev.rollcall.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.rollcall.acceptance.Client.Answer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Requests that no well-behaved client sends, at the gateway and at each service's port.
 */
class HostileRequestIntegrationTests {

	/** With those for management. */
	private static final List<Integer> PORTS = List.of(8080, 8081, 8082, 8083, 9080, 9081, 9082, 9083);

	private static final Pattern CORRELATION = Pattern.compile("(?i)\r\ncorrelation-id: mine\r\n");

	/** Each with what is stored, published, or looked up; {@code %s} is the field. */
	private static final Map<String, String> FIELDS = Map.of("email POST /api/v1/registrations",
			"{\"email\":\"a%sb@example.com\",\"password\":\"a long enough phrase\"}",
			"displayName POST /api/v1/registrations",
			"{\"email\":\"a@example.com\",\"password\":\"a long enough phrase\",\"displayName\":\"A%sB\"}",
			"locale POST /api/v1/registrations",
			"{\"email\":\"a@example.com\",\"password\":\"a long enough phrase\",\"locale\":\"en%s\"}",
			"email POST /api/v1/sessions", "{\"email\":\"a%sb@example.com\",\"password\":\"a\"}",
			"device POST /api/v1/sessions", "{\"email\":\"EMAIL\",\"password\":\"PASSWORD\",\"device\":\"my%sphone\"}",
			"displayName PATCH /api/v1/users/me", "{\"displayName\":\"A%sB\"}", "locale PATCH /api/v1/users/me",
			"{\"locale\":\"en%s\"}", "newEmail POST /api/v1/users/me/email",
			"{\"password\":\"PASSWORD\",\"newEmail\":\"a%sb@example.com\"}", "email POST /api/v1/password-resets",
			"{\"email\":\"a%sb@example.com\"}", "email PUT /api/v1/notifications/preferences",
			"{\"email\":{\"welcome%s\":false}}");

	private final RunningSystem system = RunningSystem.get();

	private final Client client = new Client(this.system.gateway());

	@Test
	void malformedRequestsAreProblemsWithACorrelationId() {
		List<String> wrong = new ArrayList<>();
		for (int port : PORTS) {
			for (String request : List.of("GET // HTTP/1.1\r\nHost: a", "GET /%zz HTTP/1.1\r\nHost: a",
					"GET /{a} HTTP/1.1\r\nHost: a", "GET /api/v1/users/me?email=a|b HTTP/1.1\r\nHost: a",
					"GET /api/v1/users/me HTTP/1.1\r\nHost: a b", "GET /api/v1/users/me HTTP/1.1\r\nHost: a:b:c",
					"GET /api/v1/users/me HTTP/1.1\r\nHost: a\r\nHost: b", "GET /api/v1/users/me HTTP/1.1\r\nX: y")) {
				String answer = raw(port, request + "\r\nCorrelation-Id: mine\r\nConnection: close\r\n\r\n");
				if (!isProblem(answer, 400) || !CORRELATION.matcher(answer).find()) {
					wrong.add(port + " " + request + ": " + answer);
				}
			}
		}
		assertThat(wrong).isEmpty();
	}

	@Test
	void slowHeadsAndBodiesGet408AndCountAsNoFailureOfSignIn() {
		List<String> requests = List.of("POST /api/v1/sessions HTTP/1.1\r\nHost: a\r\nX-",
				"POST /api/v1/sessions HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
						+ "Content-Length: 100\r\n\r\n{");
		List<Integer> ports = List.of(8080, 8080, 8080, 8082);
		double late = signIns("408");
		double failed = signIns("5..");
		ExecutorService threads = Executors.newFixedThreadPool(ports.size() * requests.size());
		try {
			List<CompletableFuture<String>> answers = ports.stream()
				.flatMap((port) -> requests.stream()
					.map((request) -> CompletableFuture.supplyAsync(() -> raw(port, request), threads)))
				.toList();
			assertThat(answers).extracting(CompletableFuture::join).allMatch((answer) -> isProblem(answer, 408));
		}
		finally {
			threads.shutdownNow();
		}
		assertThat(signIns("408")).isGreaterThan(late);
		assertThat(signIns("5..")).isEqualTo(failed);
	}

	/** How many sign-ins session-service answered with such a status. */
	private double signIns(String status) {
		Pattern line = Pattern.compile("http_server_requests_seconds_count[{].*method=\"POST\".*status=\"" + status
				+ "\".*uri=\"/api/v1/sessions\".*");
		return new Client(this.system.service(9082)).get("/actuator/prometheus")
			.response()
			.body()
			.lines()
			.filter((metric) -> line.matcher(metric).matches())
			.mapToDouble((metric) -> Double.parseDouble(metric.substring(metric.lastIndexOf(' '))))
			.sum();
	}

	@Test
	void noStoredTextHasControlCharactersOrHalfASurrogatePair() {
		String email = Client.anEmail();
		Answer session = signedIn(email);
		List<String> wrong = new ArrayList<>();
		FIELDS.forEach((route, template) -> {
			String[] parts = route.split(" ");
			String body = template.replace("EMAIL", email).replace("PASSWORD", Client.PASSWORD);
			for (String hostile : List.of("\\u0000", "\\r", "\\n", "\\u0085", "\\u2028", "\\u001b", "\\ud800",
					"\\udc00\\ud800")) {
				Answer answer = this.client.call(parts[1], parts[2], session, body.formatted(hostile));
				// The parser itself refuses a name with half a surrogate pair.
				boolean named = Stream.of(parts[0], "body")
					.anyMatch((field) -> answer.response().body().contains("\"field\":\"" + field + "\""));
				if (answer.status() != 400 || !named) {
					wrong.add(route + " " + hostile + ": " + answer);
				}
			}
		});
		assertThat(wrong).isEmpty();
	}

	@Test
	void encodedBodiesAreRefused() {
		Answer session = signedIn(Client.anEmail());
		String bearer = "Bearer " + session.text("accessToken");
		for (String path : List.of("/api/v1/registrations", "/api/v1/sessions", "/api/v1/password-resets")) {
			Answer answer = this.client.post(path, "{}", "Content-Encoding", "gzip");
			assertThat(answer.status()).as(answer.toString()).isEqualTo(415);
			assertThat(answer.header("Accept-Encoding")).isEqualTo("identity");
		}
		for (Map.Entry<Integer, String> door : Map
			.of(8081, "/api/v1/users/me/email", 8082, "/api/v1/sessions", 8083, "/api/v1/notifications/preferences")
			.entrySet()) {
			assertThat(new Client(this.system.service(door.getKey()))
				.post(door.getValue(), "{}", "Content-Encoding", "gzip", "Authorization", bearer)
				.status()).as(door.toString()).isEqualTo(415);
		}
	}

	@Test
	void noSessionEndsByAMistypedParameter() {
		Answer session = signedIn(Client.anEmail());
		for (String query : List.of("except=currnet", "except", "except=", "expect=current",
				"except=current&except=current", "except=current&x", "EXCEPT=current")) {
			Answer answer = this.client.delete("/api/v1/sessions?" + query, session);
			assertThat(answer.status()).as(query + " " + answer).isEqualTo(400);
		}
		assertThat(this.client.get("/api/v1/sessions", session).status()).isEqualTo(200);
		assertThat(this.client.delete("/api/v1/sessions?except=current", session).status()).isEqualTo(204);
		assertThat(this.client.get("/api/v1/sessions", session).status()).isEqualTo(200);
	}

	/** S32: 25 streams of one user, and the end of the others with their session. */
	@Test
	void streamsLeaveOtherUsersAloneAndEndWithTheirSession() throws IOException {
		Answer greedy = signedIn(Client.anEmail());
		Answer other = signedIn(Client.anEmail());
		List<Socket> streams = new ArrayList<>();
		try {
			for (int i = 0; i < 25; i++) {
				streams.add(stream(greedy));
			}
			List<Integer> statuses = IntStream.range(0, 20)
				.mapToObj((i) -> this.client.get("/api/v1/notifications", other).status())
				.toList();
			assertThat(statuses).containsOnly(200);
			for (Socket stream : streams.subList(0, 20)) {
				assertThat(answer(stream)).endsWith("0\r\n\r\n");
			}
			assertThat(this.client.delete("/api/v1/sessions/current", greedy).status()).isEqualTo(204);
			long start = System.nanoTime();
			for (Socket stream : streams.subList(20, 25)) {
				assertThat(answer(stream)).endsWith("0\r\n\r\n");
			}
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
		}
		finally {
			for (Socket stream : streams) {
				stream.close();
			}
		}
	}

	private Socket stream(Answer session) throws IOException {
		Socket socket = connect(8080);
		send(socket,
				"GET /api/v1/notifications/stream HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer "
						+ session.text("accessToken") + "\r\n\r\n");
		await().until(() -> socket.getInputStream().available() > 0);
		byte[] line = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
		assertThat(new String(line, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200");
		return socket;
	}

	private Answer signedIn(String email) {
		Answer registered = this.client.register(email);
		return await().until(
				() -> this.client.signIn(email, "Rollcall-Consistency", registered.header("Rollcall-Consistency")),
				(answer) -> answer.status() == 201);
	}

	private static boolean isProblem(String answer, int status) {
		return answer.startsWith("HTTP/1.1 " + status + " ")
				&& Stream.of("application/problem+json", "correlation-id: ")
					.allMatch(answer.toLowerCase(Locale.ROOT)::contains);
	}

	private String raw(int port, String request) {
		try (Socket socket = connect(port)) {
			send(socket, request);
			return answer(socket);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Socket connect(int port) throws IOException {
		URI address = this.system.service(port);
		Socket socket = new Socket(address.getHost(), address.getPort());
		socket.setSoTimeout(10_000);
		return socket;
	}

	private static void send(Socket socket, String bytes) throws IOException {
		socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
		socket.getOutputStream().flush();
	}

	/** Until the server closes the connection. */
	private static String answer(Socket socket) throws IOException {
		return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
	}

}
