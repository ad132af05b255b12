package dev.rollcall.benchmark.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import dev.rollcall.benchmark.load.Operation;
import dev.rollcall.benchmark.result.Series;
import dev.rollcall.local.platform.Probe;
import dev.rollcall.local.process.Refusal;

/**
 * Keycloak with PostgreSQL, in production mode with its default settings: one realm and
 * one public client with direct access grants.
 */
public final class Keycloak implements SystemUnderTest {

	private static final int CONNECTIONS = 8;

	private static final int MIN_JAVA = 21;

	private final Settings settings;

	private final Postgres postgres;

	private final KeycloakCalls calls;

	private final List<Daemon> running = new ArrayList<>();

	private boolean populated;

	public Keycloak(Settings settings) {
		this.settings = settings;
		this.postgres = new Postgres(settings);
		this.calls = new KeycloakCalls(uri(), new Users(settings.seed(), settings.users()));
	}

	private URI uri() {
		return URI.create("http://127.0.0.1:" + this.settings.port(8090));
	}

	@Override
	public Optional<String> missing() {
		if (program().isEmpty()) {
			return Optional.of("Keycloak, which mvn -Pbenchmark -pl benchmark/peers package unpacks");
		}
		if (Postgres.programs().isEmpty()) {
			return Optional.of("Keycloak, because PostgreSQL is not installed");
		}
		return (Runtime.version().feature() < MIN_JAVA)
				? Optional.of("Keycloak, which needs a JDK of version %d or newer".formatted(MIN_JAVA))
				: Optional.empty();
	}

	/** Returns the folder of the newest version. */
	private Optional<Path> program() {
		Path target = this.settings.home().root().resolve("benchmark/peers/target");
		if (!Files.isDirectory(target)) {
			return Optional.empty();
		}
		try (Stream<Path> files = Files.list(target)) {
			return files.filter((file) -> Files.exists(file.resolve("bin/kc.sh"))).max(Comparator.naturalOrder());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void start() throws IOException, InterruptedException {
		this.running.add(this.postgres.start());
		if (!this.populated) {
			Daemon.run(kc("build", "--db=postgres", "--cache=local", "--health-enabled=true"), environment(), log());
		}
		int management = this.settings.port(9190);
		this.running.add(Daemon.start("Keycloak",
				kc("start", "--optimized", "--http-enabled=true", "--http-host=127.0.0.1",
						"--http-port=" + uri().getPort(), "--http-management-port=" + management,
						"--hostname-strict=false", "--db-url=" + this.postgres.url(),
						"--db-username=" + Postgres.DATABASE, "--db-password=unused"),
				environment(), log(),
				() -> Probe.http("http://127.0.0.1:%d/health/ready".formatted(management)).serves()));
		this.calls.signInAdministrator();
		if (!this.populated) {
			this.calls.createRealm();
			this.populated = true;
		}
	}

	private List<String> kc(String... arguments) {
		List<String> command = new ArrayList<>(
				List.of("/bin/bash", program().orElseThrow().resolve("bin/kc.sh").toString()));
		command.addAll(List.of(arguments));
		return command;
	}

	private static Map<String, String> environment() {
		return Map.of("JAVA_HOME", System.getProperty("java.home"), "KC_BOOTSTRAP_ADMIN_USERNAME",
				KeycloakCalls.ADMINISTRATOR, "KC_BOOTSTRAP_ADMIN_PASSWORD", Users.PASSWORD);
	}

	private Path log() {
		return this.settings.folder("log").resolve("keycloak.log");
	}

	@Override
	public void stop() {
		for (int i = this.running.size() - 1; i >= 0; i--) {
			this.running.get(i).close();
		}
		this.running.clear();
	}

	@Override
	public Map<String, ProcessHandle> processes() {
		Map<String, ProcessHandle> processes = new LinkedHashMap<>();
		this.running.forEach((daemon) -> processes.put(daemon.name(), daemon.process().toHandle()));
		return processes;
	}

	@Override
	public List<Target> targets(String benchmark) {
		return switch (benchmark) {
			case "sign-in" -> List.of(target(this.calls.signIns()));
			case "registration" -> List.of(target(this.calls.registrations()));
			case "refresh" -> List.of(new Target(Series.KEYCLOAK, uri(), CONNECTIONS, this.calls::refreshes));
			case "jwks" -> List.of(target(this.calls.jwks()));
			default -> List.of();
		};
	}

	private Target target(Operation operation) {
		return new Target(Series.KEYCLOAK, uri(), CONNECTIONS, (connections) -> operation);
	}

	@Override
	public List<String> leftOut(String benchmark) {
		return List.of();
	}

	/** All its work is done before it responds. */
	@Override
	public void drain() {
	}

	@Override
	public Map<String, String> versions() {
		return Map.of("Keycloak", program().orElseThrow().getFileName().toString().replace("keycloak-", ""),
				"PostgreSQL", Postgres.version());
	}

	@Override
	public void close() {
		stop();
		try {
			this.postgres.delete();
		}
		catch (IOException ex) {
			throw Refusal.failure("The data of PostgreSQL could not be deleted: " + ex.getMessage());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
