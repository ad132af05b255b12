package dev.rollcall.local;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rollcall.local.process.Home;
import dev.rollcall.local.process.Kind;
import dev.rollcall.local.process.ProcessName;
import dev.rollcall.local.process.Processes;

import static org.awaitility.Awaitility.await;

/**
 * Stands for the running services of a home: marked processes with pid files, operator
 * tokens, and management endpoints with prepared responses. The last response to a
 * request is repeated.
 */
final class FakeServices implements AutoCloseable {

	private static final String TOKEN = "operator-token";

	private final List<Process> processes = new ArrayList<>();

	private final List<HttpServer> servers = new ArrayList<>();

	private final Map<String, Deque<Response>> responses = new ConcurrentHashMap<>();

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private final StringWriter out = new StringWriter();

	private final StringWriter err = new StringWriter();

	private final Path folder;

	private int offset;

	FakeServices(Path folder, Kind... kinds) {
		this.folder = folder;
		while (!bind(kinds)) {
			this.servers.forEach((server) -> server.stop(0));
			this.servers.clear();
		}
		for (int i = 0; i < kinds.length; i++) {
			String label = kinds[i].label();
			this.servers.get(i).createContext("/actuator/", (exchange) -> respond(label, exchange));
			this.servers.get(i).start();
			start(kinds[i]);
		}
	}

	private boolean bind(Kind... kinds) {
		this.offset = ThreadLocalRandom.current().nextInt(12000, 20000);
		try {
			for (Kind kind : kinds) {
				this.servers.add(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(),
						ProcessName.of(kind).ports(this.offset).get(1)), 10));
			}
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private void start(Kind kind) {
		try {
			Path home = this.folder.toAbsolutePath().normalize();
			Process process = new ProcessBuilder("sh", "-c", "read line",
					"-Drollcall.process=" + home.resolve(kind.label()))
				.start();
			this.processes.add(process);
			write(home.resolve("run").resolve(kind.label() + ".pid"),
					process.pid() + "\n" + ProcessName.of(kind).ports(this.offset).get(0) + "\n");
			write(home.resolve("secrets").resolve(kind.label()).resolve("rollcall.operator-token"), TOKEN + ",next");
			Processes found = new Processes(Home.of(this.folder, environment()));
			await().atMost(Duration.ofSeconds(30)).until(() -> found.find(ProcessName.of(kind)).isPresent());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void write(Path file, String text) throws IOException {
		Files.createDirectories(file.getParent());
		Files.writeString(file, text);
	}

	/**
	 * Prepares the next response to a request such as {@code session-service GET verify}.
	 */
	FakeServices on(String request, int status, String body) {
		this.responses.computeIfAbsent(request, (key) -> new ArrayDeque<>()).add(new Response(status, body));
		return this;
	}

	FakeServices on(String request, String body) {
		return on(request, 200, body);
	}

	private void respond(String service, HttpExchange exchange) throws IOException {
		try (exchange) {
			String path = exchange.getRequestURI().toString().substring("/actuator/".length());
			String request = service + " " + exchange.getRequestMethod() + " " + path;
			String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
			this.requests.add(body.isEmpty() ? request : request + " " + body);
			boolean allowed = ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
			Deque<Response> prepared = this.responses.getOrDefault(request, new ArrayDeque<>());
			Response response = !allowed ? new Response(401, "{}") : prepared.isEmpty() ? new Response(404, "{}")
					: (prepared.size() == 1) ? prepared.peek() : prepared.poll();
			byte[] bytes = response.body().getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(response.status(), bytes.length);
			exchange.getResponseBody().write(bytes);
		}
	}

	/**
	 * Runs a command of the launcher, with its words separated by spaces.
	 * @return its exit status
	 */
	int run(String command) {
		return Rollcall.run(command.split(" "), environment(), new PrintWriter(this.out, true),
				new PrintWriter(this.err, true));
	}

	private Map<String, String> environment() {
		return Map.of("ROLLCALL_HOME", this.folder.toString(), "ROLLCALL_PORT_OFFSET", Integer.toString(this.offset));
	}

	/** Returns the lines that commands printed. */
	List<String> lines() {
		return this.out.toString().lines().toList();
	}

	/** Returns the lines that commands printed on standard error. */
	List<String> errors() {
		return this.err.toString().lines().toList();
	}

	/** Returns the requests so far, each with its body. */
	List<String> requests() {
		return List.copyOf(this.requests);
	}

	@Override
	public void close() {
		this.servers.forEach((server) -> server.stop(0));
		this.processes.forEach(Process::destroyForcibly);
	}

	private record Response(int status, String body) {

	}

}
