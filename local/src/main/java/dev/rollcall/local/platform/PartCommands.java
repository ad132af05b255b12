package dev.rollcall.local.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Builds the commands that start the parts from {@code local/target}.
 */
public final class PartCommands {

	private final Path target;

	/** Uses the module {@code local} of a repository, which must have been built. */
	public PartCommands(Path root) {
		this.target = root.resolve("local").resolve("target");
	}

	/** Returns the command of a broker. */
	public JavaCommand broker(Path data, int port, int controllerPort) {
		return own(List.of("-Xms96m", "-Xmx320m"), "broker.BrokerApplication", data.toString(), Integer.toString(port),
				Integer.toString(controllerPort));
	}

	/** Returns the command of a registry that keeps its state in Kafka. */
	public JavaCommand registry(int port, String bootstrapServers) {
		return registry(port,
				Map.of("APICURIO_STORAGE_KIND", "kafkasql", "APICURIO_KAFKASQL_BOOTSTRAP_SERVERS", bootstrapServers));
	}

	/**
	 * Returns the command of a registry that keeps its state in a file. It needs no
	 * broker, so both can start at the same time.
	 */
	public JavaCommand registry(int port, Path data) {
		return registry(port, Map.of("APICURIO_STORAGE_KIND", "sql", "APICURIO_STORAGE_SQL_KIND", "h2",
				"APICURIO_DATASOURCE_URL", "jdbc:h2:file:" + data.resolve("registry").toAbsolutePath()));
	}

	private JavaCommand registry(int port, Map<String, String> storage) {
		Map<String, String> environment = new HashMap<>(storage);
		environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
		environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
		return new JavaCommand(List.of("-Xms48m", "-Xmx160m", "-XX:TieredStopAtLevel=1"),
				List.of("-jar", runner().toString()), Map.copyOf(environment));
	}

	/**
	 * Returns the command of a store.
	 * @param ports one server per entry: name of the file, port
	 */
	public JavaCommand store(Path data, Map<String, Integer> ports) {
		List<String> arguments = new ArrayList<>(List.of(data.toString()));
		ports.forEach((name, port) -> arguments.add(name + ":" + port));
		return own(heap(System.getenv("ROLLCALL_STORE_HEAP")), "store.StoreApplication",
				arguments.toArray(String[]::new));
	}

	/** With a large heap, the pauses of the serial collector would be too long. */
	private static List<String> heap(@Nullable String size) {
		return (size == null) ? List.of("-Xms32m", "-Xmx640m")
				: List.of("-Xms32m", "-Xmx" + size, "-XX:-UseSerialGC", "-XX:+UseG1GC");
	}

	/** Returns the command of a mail server. */
	public JavaCommand mail(Path data, int smtpPort, int pagePort) {
		return own(List.of("-Xms16m", "-Xmx64m", "-XX:TieredStopAtLevel=1"), "mail.MailApplication", data.toString(),
				Integer.toString(smtpPort), Integer.toString(pagePort));
	}

	/** Returns the command of the step that creates topics and registers schemas. */
	public JavaCommand deployment(String bootstrapServers, String registryUrl) {
		return new JavaCommand(List.of("-Xmx96m", "-XX:TieredStopAtLevel=1"),
				List.of("-cp", classPath(), "dev.rollcall.deployment.Deployment"),
				Map.of("ROLLCALL_BOOTSTRAP_SERVERS", bootstrapServers, "ROLLCALL_REGISTRY_URL", registryUrl));
	}

	private JavaCommand own(List<String> options, String mainClass, String... arguments) {
		List<String> program = new ArrayList<>(List.of("-cp", classPath(), "dev.rollcall.local." + mainClass));
		program.addAll(List.of(arguments));
		return new JavaCommand(options, List.copyOf(program), Map.of());
	}

	private String classPath() {
		return this.target.resolve("local.jar").toString();
	}

	private Path runner() {
		Path registry = this.target.resolve("registry");
		try (Stream<Path> files = Files.list(registry)) {
			return files.filter((file) -> file.getFileName().toString().endsWith("-runner.jar"))
				.findFirst()
				.orElseThrow(() -> new IllegalStateException("There is no runner jar in " + registry));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
