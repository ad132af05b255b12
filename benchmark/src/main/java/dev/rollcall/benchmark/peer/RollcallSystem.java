package dev.rollcall.benchmark.peer;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.rollcall.benchmark.load.Load;
import dev.rollcall.benchmark.load.Operation;
import dev.rollcall.benchmark.load.Response;
import dev.rollcall.benchmark.result.Series;
import dev.rollcall.local.process.Home;
import dev.rollcall.local.process.Kind;
import dev.rollcall.local.process.ProcessName;
import dev.rollcall.local.process.Processes;
import dev.rollcall.local.process.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * Rollcall, started by the launcher in a home of its own, with the JVM options of
 * production.
 */
public final class RollcallSystem implements SystemUnderTest {

	private static final Map<String, String> SERVER = Map.of("ROLLCALL_JVM", "server");

	private static final int CONNECTIONS = 8;

	private static final List<String> SECOND_INSTANCES = List.of("registration-service#2", "session-service#2",
			"notification-service#2");

	/** As in the goal of the gateway. */
	private static final int GATEWAY_CONNECTIONS = 16;

	private static final Duration DRAIN_TIMEOUT = Duration.ofMinutes(3);

	private final Settings settings;

	private final String series;

	private final Map<String, String> environment = new TreeMap<>();

	private final Home home;

	private final Processes processes;

	private final RollcallCalls calls;

	private final Runnable atExit = this::stop;

	private @Nullable Administrator administrator;

	private boolean populated;

	private RollcallSystem(Settings settings, String folder, String series, Map<String, String> environment) {
		this.settings = settings;
		this.series = series;
		this.environment.putAll(environment);
		this.environment.put("ROLLCALL_HOME", settings.folder(folder).toString());
		this.environment.put("ROLLCALL_PORT_OFFSET", Integer.toString(settings.home().offset()));
		// An access token must last for the longest measurement.
		this.environment.put("ROLLCALL_TOKEN_LIFETIME", "1h");
		this.home = Home.of(settings.home().root(), this.environment);
		this.processes = new Processes(this.home);
		this.calls = new RollcallCalls(URI.create(this.home.url(Kind.GATEWAY)),
				new Users(settings.seed(), settings.users()));
	}

	/** Returns Rollcall with its defaults and the JVM of production. */
	public static RollcallSystem byDefault(Settings settings) {
		return new RollcallSystem(settings, "rollcall", Series.ROLLCALL, SERVER);
	}

	/** Returns Rollcall with two instances of each service, behind one gateway. */
	public static RollcallSystem withTwoInstances(Settings settings) {
		return new RollcallSystem(settings, "rollcall-two-instances", Series.ROLLCALL_TWO_INSTANCES, SERVER);
	}

	/** Returns Rollcall with the small JVMs of {@code ./rollcall up}. */
	public static RollcallSystem asUpStartsIt(Settings settings) {
		return new RollcallSystem(settings, "rollcall-small", Series.ROLLCALL_SMALL, Map.of("ROLLCALL_JVM", ""));
	}

	/** Returns Rollcall with an administrator, and a store that holds a million users. */
	public static RollcallSystem forManyUsers(Settings settings) {
		return new RollcallSystem(settings, "rollcall-many-users", Series.ROLLCALL, Map.of("ROLLCALL_JVM", "server",
				"ROLLCALL_STORE_HEAP", "10g", "ROLLCALL_ACCOUNT_ADMINISTRATORS", Administrator.EMAIL));
	}

	/** Returns Rollcall with the default parameters of Keycloak's Argon2id. */
	public static RollcallSystem likeKeycloak(Settings settings) {
		return new RollcallSystem(settings, "rollcall-like-keycloak", Series.ROLLCALL_LIKE_KEYCLOAK,
				Map.of("ROLLCALL_JVM", "server", "ROLLCALL_CREDENTIAL_MEMORY", "7168KB",
						"ROLLCALL_CREDENTIAL_ITERATIONS", "5", "ROLLCALL_PASSWORDVERIFICATION_DUMMY_MEMORY", "7168KB",
						"ROLLCALL_PASSWORDVERIFICATION_DUMMY_ITERATIONS", "5"));
	}

	@Override
	public Optional<String> missing() {
		return Optional.empty();
	}

	@Override
	public void start() throws IOException, InterruptedException {
		launch(!this.populated);
		if (!this.populated) {
			Load.send(gateway(), CONNECTIONS, this.calls.population(), this.settings.users());
			drain();
			this.populated = true;
		}
	}

	/**
	 * Starts the system without users.
	 * @param fresh whether to delete its data first
	 */
	public void launch(boolean fresh) throws IOException, InterruptedException {
		AtExit.add(this.atExit);
		up(fresh ? List.of("--fresh") : List.of());
		if (this.series.equals(Series.ROLLCALL_TWO_INSTANCES)) {
			up(SECOND_INSTANCES);
		}
	}

	private void up(List<String> arguments) throws IOException, InterruptedException {
		launch(Stream.concat(Stream.of("up", "--time-limit", "900"), arguments.stream()).toList());
	}

	private void launch(List<String> arguments) throws IOException, InterruptedException {
		Path log = this.settings.folder("log").resolve("rollcall.log");
		List<String> command = new ArrayList<>(List.of(this.settings.home().root().resolve("rollcall").toString()));
		command.addAll(arguments);
		Daemon.run(command, this.environment, log);
	}

	/** Returns the name by which figures are reported. */
	public String series() {
		return this.series;
	}

	public Home home() {
		return this.home;
	}

	/** Returns sign-ups of new users. */
	public Operation registrations(Consumer<Response> answered) {
		return this.calls.registrations(answered);
	}

	/**
	 * Imports users without passwords, numbered from a number to one before another.
	 * Needs a system for many users.
	 */
	public void importUsers(int from, int until) throws IOException, InterruptedException {
		if (this.administrator == null) {
			this.administrator = new Administrator(gateway(), this.home.mailboxUrl(), this.calls);
			this.administrator.signUp();
		}
		this.administrator.importUsers(from, until);
	}

	/** Returns the address of the gateway. */
	public URI gateway() {
		return URI.create(this.home.url(Kind.GATEWAY));
	}

	private URI service() {
		return URI.create(this.home.url(Kind.SESSION_SERVICE));
	}

	@Override
	public void stop() {
		try {
			launch(List.of("down"));
			AtExit.remove(this.atExit);
		}
		catch (IOException ex) {
			throw Refusal.failure("Rollcall could not be stopped: " + ex.getMessage());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public Map<String, ProcessHandle> processes() {
		Map<String, ProcessHandle> running = new LinkedHashMap<>();
		for (ProcessName name : this.processes.whole()) {
			this.processes.find(name).ifPresent((process) -> running.put(name.toString(), process));
		}
		return running;
	}

	@Override
	public List<Target> targets(String benchmark) {
		return switch (benchmark) {
			case "sign-in" ->
				List.of(new Target(this.series, gateway(), CONNECTIONS, (connections) -> this.calls.signIns()));
			case "registration" ->
				List.of(new Target(this.series, gateway(), CONNECTIONS, (connections) -> registrations((response) -> {
				})));
			case "instances" ->
				List.of(named("sign-ins", targets("sign-in")), named("registrations", targets("registration")));
			case "refresh", "jwks", "gateway" -> withoutPasswords(benchmark);
			default -> List.of();
		};
	}

	private Target named(String operations, List<Target> targets) {
		return targets.get(0).as("%s: %s".formatted(this.series, operations));
	}

	/** Without passwords, the parameters of their hashes make no difference. */
	private List<Target> withoutPasswords(String benchmark) {
		if (!this.series.equals(Series.ROLLCALL)) {
			return List.of();
		}
		return switch (benchmark) {
			case "refresh" -> List.of(new Target(this.series, gateway(), CONNECTIONS, this.calls::refreshes),
					new Target(Series.SERVICE, service(), CONNECTIONS, this.calls::refreshes));
			case "jwks" -> List.of(new Target(this.series, gateway(), CONNECTIONS, (connections) -> this.calls.jwks()),
					new Target(Series.SERVICE, service(), CONNECTIONS, (connections) -> this.calls.jwks()));
			default -> gatewayTargets();
		};
	}

	private List<Target> gatewayTargets() {
		List<Target> targets = new ArrayList<>();
		targets
			.add(new Target(this.series, gateway(), GATEWAY_CONNECTIONS, (connections) -> this.calls.sessionLists()));
		targets.add(
				new Target(Series.SERVICE, service(), GATEWAY_CONNECTIONS, (connections) -> this.calls.sessionLists()));
		Nginx nginx = new Nginx(this.settings, service());
		if (nginx.missing().isEmpty()) {
			targets.add(new Target(Series.NGINX, nginx.uri(), GATEWAY_CONNECTIONS,
					(connections) -> this.calls.sessionLists())
				.behind(nginx::start));
		}
		StockGateway stock = new StockGateway(this.settings, service());
		targets.add(new Target(Series.STOCK_GATEWAY, stock.uri(), GATEWAY_CONNECTIONS,
				(connections) -> this.calls.sessionLists())
			.behind(stock::start));
		return targets;
	}

	@Override
	public List<String> leftOut(String benchmark) {
		return benchmark.equals("gateway") ? new Nginx(this.settings, service()).missing().stream().toList()
				: List.of();
	}

	@Override
	public void drain() throws InterruptedException {
		long end = System.nanoTime() + DRAIN_TIMEOUT.toNanos();
		Backlog backlog = new Backlog(this.home);
		while (!backlog.isEmpty() && System.nanoTime() < end) {
			TimeUnit.MILLISECONDS.sleep(200);
		}
	}

	@Override
	public Map<String, String> versions() {
		return Map.of("JDK of Rollcall", Runtime.version().toString());
	}

	/** Keeps the logs until the next start: they explain a failure. */
	@Override
	public void close() {
		stop();
		if (Files.isDirectory(this.home.folder())) {
			this.processes.clearData();
		}
	}

}
