package dev.rollcall.benchmark.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * PostgreSQL as Debian packages it, with its default settings.
 */
final class Postgres {

	static final String DATABASE = "keycloak";

	private static final Path VERSIONS = Path.of("/usr/lib/postgresql");

	/** It refuses to run as root. */
	private static final List<String> AS_POSTGRES = System.getProperty("user.name").equals("root")
			? List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups") : List.of();

	private final Settings settings;

	private final int port;

	/** Outside the home, which the user postgres may not be able to enter. */
	private final Path data = Path.of(System.getProperty("java.io.tmpdir"),
			"rollcall-bench-postgres-" + ProcessHandle.current().pid());

	Postgres(Settings settings) {
		this.settings = settings;
		this.port = settings.port(5532);
	}

	/** Returns the folder of the newest version's programs. */
	static Optional<Path> programs() {
		if (!Files.isDirectory(VERSIONS)) {
			return Optional.empty();
		}
		try (Stream<Path> versions = Files.list(VERSIONS)) {
			return versions.map((version) -> version.resolve("bin"))
				.filter((bin) -> Files.isExecutable(bin.resolve("initdb")))
				.max(Comparator.comparing(Path::toString));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Returns the version, which names the folder of its programs. */
	static String version() {
		return programs().map((bin) -> bin.getName(bin.getNameCount() - 2).toString()).orElse("");
	}

	String url() {
		return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(this.port, DATABASE);
	}

	Daemon start() throws IOException, InterruptedException {
		boolean created = !Files.exists(this.data);
		if (created) {
			Daemon.run(command("initdb", "-D", this.data.toString(), "-U", DATABASE, "--auth=trust", "-E", "UTF8",
					"--no-locale"), Map.of(), log());
		}
		Daemon server = Daemon.start("PostgreSQL",
				command("postgres", "-D", this.data.toString(), "-p", Integer.toString(this.port), "-c",
						"listen_addresses=127.0.0.1", "-c", "unix_socket_directories="),
				Map.of(), log(), this::isReady);
		if (created) {
			Daemon.run(
					command("createdb", "-h", "127.0.0.1", "-p", Integer.toString(this.port), "-U", DATABASE, DATABASE),
					Map.of(), log());
		}
		return server;
	}

	private boolean isReady() {
		try {
			return new ProcessBuilder(command("pg_isready", "-q", "-h", "127.0.0.1", "-p", Integer.toString(this.port)))
				.start()
				.waitFor() == 0;
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	void delete() throws IOException, InterruptedException {
		if (Files.exists(this.data)) {
			Daemon.run(as("rm", "-rf", this.data.toString()), Map.of(), log());
		}
	}

	private Path log() {
		return this.settings.folder("log").resolve("postgresql.log");
	}

	private static List<String> command(String program, String... arguments) {
		List<String> command = new ArrayList<>(as(programs().orElseThrow().resolve(program).toString()));
		command.addAll(List.of(arguments));
		return command;
	}

	private static List<String> as(String... command) {
		List<String> whole = new ArrayList<>(AS_POSTGRES);
		whole.addAll(List.of(command));
		return whole;
	}

}
