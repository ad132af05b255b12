package dev.rollcall.local.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Runs the real parts for tests: each in its own JVM, on free ports of 127.0.0.1, with
 * data in a temporary folder. Uses only classes of the JDK. Not thread-safe. A
 * {@link PartHost} on the class path runs parts elsewhere, on the same ports.
 * <p>
 * The system property {@code rollcall.root} is the root of the repository. Its module
 * {@code local} must have been built.
 */
public final class TestPlatform implements AutoCloseable {

	private static final Duration START_LIMIT = Duration.ofMinutes(4);

	/** A JVM that runs for minutes spends more on the second compiler than it gains. */
	private static final List<String> SHORT_LIVED = List.of("-XX:TieredStopAtLevel=1");

	private static final Duration STOP_LIMIT = Duration.ofSeconds(15);

	private final Path folder;

	private final Map<Part, Process> processes = new EnumMap<>(Part.class);

	private final PartCommands commands;

	private final Ports ports;

	private final List<PartHost> hosts = ServiceLoader.load(PartHost.class)
		.stream()
		.map(ServiceLoader.Provider::get)
		.toList();

	private final Thread hook = new Thread(this::clear);

	private TestPlatform(Path root, Path folder, Ports ports) {
		this.folder = folder;
		this.ports = ports;
		this.commands = new PartCommands(root);
		Runtime.getRuntime().addShutdownHook(this.hook);
	}

	/**
	 * Starts parts at the same time, and waits until they respond.
	 * @param parts the parts; a single one must be an array, because of
	 * {@link #start(Part)}
	 * @return the platform; {@link #close()} or the end of the JVM stops it
	 * @throws IllegalStateException if a part does not respond in time
	 */
	public static TestPlatform start(Part... parts) {
		try {
			Path root = Path.of(System.getProperty("rollcall.root", "..")).toAbsolutePath().normalize();
			TestPlatform platform = new TestPlatform(root, Files.createTempDirectory("rollcall-test-"), Ports.free());
			Stream.of(parts).forEach(platform::launch);
			Stream.of(parts).forEach(platform::await);
			return platform;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Returns host and port of the broker. */
	public String bootstrapServers() {
		return "127.0.0.1:" + this.ports.broker();
	}

	/** Returns the address of the registry, without a path. */
	public String registryUrl() {
		return "http://127.0.0.1:" + this.ports.registry();
	}

	/** Returns the connection string of a database, which the first write creates. */
	public String storeUri(String database) {
		String options = host(Part.STORE).map((host) -> "directConnection=true").orElse("retryWrites=false");
		return "mongodb://127.0.0.1:" + this.ports.store() + "/" + database + "?" + options;
	}

	/** Returns the port that accepts mails. */
	public int smtpPort() {
		return this.ports.smtp();
	}

	/** Returns the port that responds to {@code GET /api/messages?to=}. */
	public int mailboxPort() {
		return this.ports.mailbox();
	}

	/**
	 * Creates the topics and registers the schemas, if they do not exist. Needs the
	 * broker and the registry.
	 */
	public void deploy() {
		Process deployment = this.commands.deployment(bootstrapServers(), registryUrl()).start(log("deployment"));
		if (!waitFor(deployment, START_LIMIT) || deployment.exitValue() != 0) {
			deployment.destroyForcibly();
			throw new IllegalStateException("The deploy step failed:\n" + tail("deployment"));
		}
	}

	/** Restarts a part with the same port and data, and waits until it responds. */
	public void start(Part part) {
		launch(part);
		await(part);
	}

	/** Stops a part, and kills it after 15 seconds. Its data is kept. */
	public void stop(Part part) {
		host(part).ifPresent((host) -> host.stop(part));
		Process process = this.processes.remove(part);
		if (process != null) {
			process.destroy();
			end(process);
		}
	}

	/** Kills a part with SIGKILL. Its data is kept. */
	public void kill(Part part) {
		host(part).ifPresent((host) -> host.kill(part));
		Process process = this.processes.remove(part);
		if (process != null) {
			process.destroyForcibly();
			end(process);
		}
	}

	/** Stops all parts and deletes their data. */
	@Override
	public void close() {
		Runtime.getRuntime().removeShutdownHook(this.hook);
		clear();
	}

	/**
	 * Returns the work that stops the platform, and no longer does it when the JVM ends:
	 * the caller has to run it after the clients of the platform have stopped. Clients
	 * would wait for parts that have ended.
	 */
	public Runnable atExit() {
		Runtime.getRuntime().removeShutdownHook(this.hook);
		return this::clear;
	}

	private void launch(Part part) {
		host(part).ifPresentOrElse((host) -> host.start(part, this.ports.of(part)), () -> launchHere(part));
	}

	private void launchHere(Part part) {
		Path data = this.folder.resolve(name(part));
		JavaCommand command = switch (part) {
			case BROKER -> this.commands.broker(data, this.ports.broker(), this.ports.controller());
			case REGISTRY -> this.commands.registry(this.ports.registry(), data);
			case STORE -> this.commands.store(data, Map.of("store", this.ports.store()));
			case MAIL -> this.commands.mail(data, this.ports.smtp(), this.ports.mailbox());
		};
		this.processes.put(part, command.with(SHORT_LIVED).start(log(name(part))));
	}

	private void await(Part part) {
		Probe probe = switch (part) {
			case BROKER -> Probe.broker(this.ports.broker());
			case REGISTRY -> Probe.http(registryUrl() + "/apis/registry/v3/system/info");
			case STORE -> Probe.store(this.ports.store());
			case MAIL -> Probe.http("http://127.0.0.1:" + this.ports.mailbox() + "/");
		};
		long end = System.nanoTime() + START_LIMIT.toNanos();
		while (!probe.serves()) {
			if (hasEnded(part) || System.nanoTime() > end) {
				throw new IllegalStateException("The " + name(part) + " does not respond:\n" + tail(name(part)));
			}
		}
	}

	/** Returns whether a part has ended; waits up to 100 ms for that. */
	private boolean hasEnded(Part part) {
		Process process = this.processes.get(part);
		return (process != null) ? waitFor(process, Duration.ofMillis(100))
				: !host(part).map((host) -> host.isAlive(part)).orElse(false);
	}

	private Optional<PartHost> host(Part part) {
		return this.hosts.stream().filter((host) -> host.runs(part)).findFirst();
	}

	private void clear() {
		this.hosts.forEach(PartHost::close);
		this.processes.values().forEach(Process::destroyForcibly);
		this.processes.values().forEach(TestPlatform::end);
		this.processes.clear();
		try (Stream<Path> files = Files.walk(this.folder)) {
			files.sorted(Comparator.reverseOrder()).forEach((file) -> file.toFile().delete());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void end(Process process) {
		if (!waitFor(process, STOP_LIMIT)) {
			process.destroyForcibly();
			waitFor(process, STOP_LIMIT);
		}
	}

	private static boolean waitFor(Process process, Duration limit) {
		try {
			return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for a process", ex);
		}
	}

	private Path log(String name) {
		return this.folder.resolve(name + ".log");
	}

	private String tail(String name) {
		try {
			List<String> lines = Files.readAllLines(log(name));
			return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
		}
		catch (IOException ex) {
			return "(no log: " + ex.getMessage() + ")";
		}
	}

	private static String name(Part part) {
		return part.name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Where the parts listen.
	 */
	private record Ports(int broker, int controller, int registry, int store, int smtp, int mailbox) {

		/**
		 * JVMs that start at the same time have different process ids, so different
		 * ports.
		 */
		private static final AtomicInteger NEXT = new AtomicInteger((int) (ProcessHandle.current().pid() % 500) * 16);

		static Ports free() {
			return new Ports(next(), next(), next(), next(), next(), next());
		}

		int of(Part part) {
			return switch (part) {
				case BROKER -> this.broker;
				case REGISTRY -> this.registry;
				case STORE -> this.store;
				case MAIL -> this.smtp;
			};
		}

		/**
		 * Below the range that systems take outgoing ports from, so that a part that is
		 * stopped finds its port free again.
		 */
		private static int next() {
			while (true) {
				int port = 12000 + NEXT.getAndIncrement() % 8000;
				if (isFree(port)) {
					return port;
				}
			}
		}

		private static boolean isFree(int port) {
			try (ServerSocket socket = new ServerSocket()) {
				socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
				return true;
			}
			catch (IOException ex) {
				return false;
			}
		}

	}

}
