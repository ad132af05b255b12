package dev.rollcall.acceptance.fault;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.acceptance.check.Ledger;
import dev.rollcall.acceptance.check.Operation;
import dev.rollcall.acceptance.check.Operation.Answer;
import dev.rollcall.acceptance.check.Operation.Kind;
import dev.rollcall.acceptance.check.Operation.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * The clients of the gateways. Each operation is in the ledger before it counts. An
 * operation that was neither clearly done nor clearly refused is repeated by
 * {@link #resolve}. Thread-safe.
 */
final class LedgerClient {

	static final String PASSWORD = "correct horse 🐎 battery staple";

	private static final Duration HANG = Duration.ofSeconds(15);

	private static final ObjectMapper JSON = new ObjectMapper();

	private final HttpClient http = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(Duration.ofSeconds(5))
		.build();

	private final AtomicInteger turn = new AtomicInteger();

	private final Queue<Person> people = new ConcurrentLinkedQueue<>();

	private final Queue<String> unresolved = new ConcurrentLinkedQueue<>();

	private final List<URI> gateways;

	private final Ledger ledger;

	LedgerClient(List<URI> gateways, Ledger ledger) {
		this.gateways = gateways;
		this.ledger = ledger;
	}

	/** The device of each user, named by the response to the first sign-in. */
	private final Map<String, String> devices = new ConcurrentHashMap<>();

	/** The users whose registration was acknowledged. */
	List<Person> people() {
		return List.copyOf(this.people);
	}

	/** Registers a new user. */
	Optional<Person> register() {
		return register(anEmail());
	}

	static String anEmail() {
		return "user-" + UUID.randomUUID() + "@example.com";
	}

	/** Registers the owner of an address, which is also the idempotency key. */
	Optional<Person> register(String email) {
		HttpRequest.Builder request = request("/api/v1/registrations").header("Idempotency-Key", email)
			.POST(body(Map.of("email", email, "password", PASSWORD, "displayName", "Ada")));
		Result result = send(email, Kind.REGISTER, email, request, null);
		if (result.outcome() == Outcome.INFO) {
			this.unresolved.add(email);
		}
		if (result.outcome() != Outcome.OK) {
			return Optional.empty();
		}
		Person person = new Person(email, result.json().path("userId").asText(), PASSWORD, result.consistency());
		this.people.add(person);
		return Optional.of(person);
	}

	Optional<Session> signIn(Person person) {
		HttpRequest.Builder request = request("/api/v1/sessions").header("Rollcall-Consistency", person.consistency())
			.POST(body(Map.of("email", person.email(), "password", person.password())));
		Optional.ofNullable(this.devices.get(person.email()))
			.ifPresent((device) -> request.header("Rollcall-Device", device));
		Result result = send(id(), Kind.SIGN_IN, person.email(), request, null);
		if (!result.device().isEmpty()) {
			this.devices.put(person.email(), result.device());
		}
		return session(person, result);
	}

	Optional<Session> refresh(Session session) {
		HttpRequest.Builder request = request("/api/v1/sessions/refresh")
			.POST(body(Map.of("refreshToken", session.refreshToken())));
		return session(session.person(),
				send(id(), Kind.REFRESH, session.person().email(), request, session.sessionId()));
	}

	/** Ends a session. True if that was acknowledged. */
	boolean signOut(Session session) {
		HttpRequest.Builder request = authorized(session, "/api/v1/sessions/current").DELETE();
		return send(id(), Kind.SIGN_OUT, session.person().email(), request, session.sessionId())
			.outcome() == Outcome.OK;
	}

	/**
	 * Changes the user's name to the id of the operation. True if that was acknowledged.
	 */
	boolean changeProfile(Session session) {
		String id = id();
		HttpRequest.Builder request = authorized(session, "/api/v1/users/me").method("PATCH",
				body(Map.of("displayName", id)));
		return send(id, Kind.CHANGE_PROFILE, session.person().email(), request, session.sessionId())
			.outcome() == Outcome.OK;
	}

	/**
	 * Changes the password. If the outcome is unknown, the user does not sign in again.
	 */
	Optional<Person> changePassword(Session session) {
		Person person = session.person();
		String password = PASSWORD + " " + id();
		HttpRequest.Builder request = authorized(session, "/api/v1/users/me/password")
			.POST(body(Map.of("currentPassword", person.password(), "newPassword", password)));
		Result result = send(id(), Kind.CHANGE_PASSWORD, person.email(), request, session.sessionId(), person.userId());
		if (result.outcome() == Outcome.FAIL) {
			return Optional.empty();
		}
		this.people.remove(person);
		if (result.outcome() == Outcome.INFO) {
			return Optional.empty();
		}
		Person changed = new Person(person.email(), person.userId(), password, result.consistency());
		this.people.add(changed);
		return Optional.of(changed);
	}

	/** Reads data of the user. */
	void read(Session session, String path) {
		HttpRequest.Builder request = authorized(session, path).GET();
		send(id(), Kind.READ, session.person().email(), request, session.sessionId());
	}

	/**
	 * Repeats every registration whose outcome is unknown, until the outcome is known.
	 * @return the number of these registrations
	 */
	int resolve() {
		int count = 0;
		int tries = 0;
		for (String email = this.unresolved.poll(); email != null; email = this.unresolved.poll()) {
			count++;
			if (register(email).isEmpty() && ++tries > 200) {
				throw new AssertionError("The outcome of a registration stays unknown: " + email);
			}
		}
		return count - tries;
	}

	private static Optional<Session> session(Person person, Result result) {
		return (result.outcome() != Outcome.OK) ? Optional.empty()
				: Optional.of(new Session(person, result.json().path("sessionId").asText(),
						result.json().path("accessToken").asText(), result.json().path("refreshToken").asText()));
	}

	private Result send(String id, Kind kind, String email, HttpRequest.Builder request, @Nullable String sessionId) {
		return send(id, kind, email, request, sessionId, null);
	}

	private Result send(String id, Kind kind, String email, HttpRequest.Builder request, @Nullable String sessionId,
			@Nullable String userId) {
		long start = System.currentTimeMillis();
		Result result = exchange(request);
		JsonNode json = result.json();
		Answer answer = new Answer(result.status(), result.retryAfter(),
				(userId != null) ? userId : text(json, "userId"),
				(sessionId != null) ? sessionId : text(json, "sessionId"), result.detail());
		this.ledger.append(new Operation(id, kind, email, start, System.currentTimeMillis(), result.outcome(), answer));
		return result;
	}

	/** Uses the next gateway if one refuses the connection, as a load balancer does. */
	private Result exchange(HttpRequest.Builder request) {
		Result result = Result.none("no gateway accepts connections");
		int first = this.turn.getAndIncrement();
		for (int i = 0; i < this.gateways.size(); i++) {
			URI gateway = this.gateways.get(Math.floorMod(first + i, this.gateways.size()));
			try {
				URI path = request.build().uri();
				URI address = gateway.resolve(path.getRawPath());
				return Result.of(this.http.send(request.uri(address).build(), HttpResponse.BodyHandlers.ofString()));
			}
			catch (ConnectException ex) {
				result = Result.none("refused");
			}
			catch (IOException ex) {
				return Result.none(ex.toString());
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return Result.none("interrupted");
			}
		}
		return result;
	}

	private HttpRequest.Builder authorized(Session session, String path) {
		return request(path).header("Authorization", "Bearer " + session.accessToken());
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(this.gateways.get(0).resolve(path))
			.timeout(HANG)
			.header("Content-Type", "application/json");
	}

	private static HttpRequest.BodyPublisher body(Map<String, String> fields) {
		return HttpRequest.BodyPublishers.ofString(JSON.valueToTree(fields).toString());
	}

	private static String id() {
		return UUID.randomUUID().toString();
	}

	private static @Nullable String text(JsonNode json, String field) {
		return json.hasNonNull(field) ? json.path(field).asText() : null;
	}

	private record Result(int status, @Nullable String retryAfter, String consistency, String device, JsonNode json,
			String detail) {

		static Result of(HttpResponse<String> response) {
			JsonNode json = parse(response.body());
			return new Result(response.statusCode(), response.headers().firstValue("Retry-After").orElse(null),
					response.headers().firstValue("Rollcall-Consistency").orElse(""),
					response.headers().firstValue("Rollcall-Device").orElse(""), json, json.path("type").asText(""));
		}

		static Result none(String detail) {
			return new Result(0, null, "", "", JSON.createObjectNode(), detail);
		}

		/** A 5xx response leaves the outcome unknown. */
		Outcome outcome() {
			if (this.status >= 200 && this.status < 300) {
				return Outcome.OK;
			}
			return (this.status >= 400 && this.status < 500 && this.status != 408) ? Outcome.FAIL : Outcome.INFO;
		}

		private static JsonNode parse(String body) {
			try {
				return body.isBlank() ? JSON.createObjectNode() : JSON.readTree(body);
			}
			catch (IOException ex) {
				return JSON.createObjectNode();
			}
		}

	}

}
