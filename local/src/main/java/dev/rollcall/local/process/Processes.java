package dev.rollcall.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.rollcall.local.platform.JavaCommand;
import dev.rollcall.local.platform.Probe;

/**
 * Starts, finds and stops the processes of one home.
 */
public final class Processes {

	private static final long MAX_LOG_BYTES = 20L * 1024 * 1024;

	private static final String PID_FILE = ".pid";

	private static final Duration KILL_TIMEOUT = Duration.ofSeconds(5);

	private static final Duration POLL_INTERVAL = Duration.ofMillis(50);

	/** Twice the interval at which a gateway reads the pid files. */
	private static final Duration WITHDRAWAL = Duration.ofSeconds(1);

	private final Home home;

	private final Secrets secrets;

	private final Commands commands;

	/** Manages the processes of a home. */
	public Processes(Home home) {
		this.home = home;
		this.secrets = new Secrets(home.secrets());
		this.commands = new Commands(home, this.secrets);
	}

	/**
	 * Returns the processes of a complete system: one of each kind, and the further
	 * instances that were started and not stopped.
	 */
	public SortedSet<ProcessName> whole() {
		SortedSet<ProcessName> names = new TreeSet<>(recorded());
		Kind.all()
			.filter((kind) -> kind != Kind.STORE || this.home.needsStore())
			.map(ProcessName::of)
			.forEach(names::add);
		return names;
	}

	/** Returns the processes that have a pid file, running or not. */
	public SortedSet<ProcessName> recorded() {
		if (!Files.isDirectory(this.home.run())) {
			return new TreeSet<>();
		}
		try (Stream<Path> files = Files.list(this.home.run())) {
			return files.map((file) -> file.getFileName().toString())
				.filter((file) -> file.endsWith(PID_FILE))
				.map((file) -> ProcessName.parse(file.substring(0, file.length() - PID_FILE.length())))
				.collect(Collectors.toCollection(TreeSet::new));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Finds a process; empty if it is not running. */
	public Optional<ProcessHandle> find(ProcessName name) {
		return new PidFile(this.home, name).process();
	}

	/**
	 * Checks that the running processes use the port offset of this launcher.
	 * @throws Refusal if a process was started with another offset
	 */
	public void checkOffset() {
		for (ProcessName name : recorded()) {
			PidFile pidFile = new PidFile(this.home, name);
			Optional<Integer> offset = pidFile.port().map((port) -> port - name.ports(0).get(0));
			if (pidFile.process().isPresent() && offset.filter((number) -> number != this.home.offset()).isPresent()) {
				throw Refusal.failure(
						"%s runs with ROLLCALL_PORT_OFFSET=%d, not %d; set that offset, or run ./rollcall down first"
							.formatted(name, offset.get(), this.home.offset()));
			}
		}
	}

	/**
	 * Prepares the start of processes that are not running: checks that their ports are
	 * free, and creates missing secrets.
	 * @throws Refusal if a port is in use; names the port and both processes
	 */
	public void prepare(Collection<ProcessName> names) {
		checkPorts(names);
		if (names.stream().anyMatch((name) -> name.kind().isService())) {
			this.secrets.makeMissing();
		}
	}

	/**
	 * Checks that the ports of processes that are not running are free.
	 * @throws Refusal if a port is in use; names the port and both processes
	 */
	public void checkPorts(Collection<ProcessName> names) {
		String conflicts = names.stream()
			.flatMap((name) -> name.ports(this.home.offset())
				.stream()
				.filter((port) -> !PortUse.isFree(port))
				.map((port) -> "port %d for %s is in use by %s".formatted(port, name, PortUse.owner(port))))
			.collect(Collectors.joining("; "));
		if (!conflicts.isEmpty()) {
			throw Refusal
				.failure("Nothing was started: " + conflicts + ". Stop that process, or set ROLLCALL_PORT_OFFSET");
		}
	}

	/** Starts a prepared process, which outlives this one. */
	public void start(ProcessName name) {
		makeFolders(name);
		PidFile pidFile = new PidFile(this.home, name);
		JavaCommand command = this.commands.of(name).with(List.of(pidFile.mark()));
		Path log = this.home.log(name);
		rotateLarge(log);
		Process process = command.startDetached(log);
		pidFile.write(process.pid(), name.ports(this.home.offset()).get(0));
	}

	/** Stores, topics and mails contain personal data, links and password hashes. */
	private void makeFolders(ProcessName name) {
		try {
			Permissions.ownFolder(this.home.data());
			ClassArchive.of(this.home, name).prepare();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Returns whether a process responds that it is ready. */
	public boolean isReady(ProcessName name) {
		List<Integer> ports = name.ports(this.home.offset());
		return switch (name.kind()) {
			case BROKER -> Probe.broker(ports.get(0)).serves();
			case REGISTRY -> Probe.http(url(ports.get(0)) + "/apis/registry/v3/system/info").serves();
			case STORE -> ports.stream().allMatch((port) -> Probe.store(port).serves());
			case MAIL -> Probe.smtp(ports.get(0)).serves() && Probe.http(url(ports.get(1)) + "/").serves();
			case REGISTRATION_SERVICE, SESSION_SERVICE, NOTIFICATION_SERVICE, GATEWAY, PAGES ->
				Probe.http(url(ports.get(1)) + "/actuator/health/readiness").serves();
		};
	}

	/**
	 * Stops a process with SIGTERM, and with SIGKILL if it has not ended after the
	 * timeout. If other instances of a service keep running, the gateways first get time
	 * to switch to them.
	 */
	public Ending stop(ProcessName name, Duration timeout) {
		PidFile pidFile = new PidFile(this.home, name);
		if (pidFile.process().isPresent() && hasOthers(name)) {
			pidFile.withdraw();
			pause(WITHDRAWAL);
		}
		Ending ending = pidFile.process().map((process) -> end(pidFile, process, timeout)).orElse(Ending.NOT_RUNNING);
		pidFile.delete();
		return ending;
	}

	private boolean hasOthers(ProcessName name) {
		return name.kind().isService() && name.kind() != Kind.GATEWAY && recorded().stream()
			.anyMatch((other) -> other.kind() == name.kind() && !other.equals(name) && find(other).isPresent());
	}

	/** Deletes data, logs and secrets. No process may be running. */
	public void clear() {
		clearData();
		delete(Stream.of(this.home.folder().resolve("log")));
	}

	/** Deletes data and secrets, and keeps the logs. No process may be running. */
	public void clearData() {
		delete(Stream.of(this.home.data(), this.home.secrets(), this.home.run()));
	}

	private static void delete(Stream<Path> folders) {
		folders.filter(Files::exists).forEach(Processes::delete);
	}

	private Ending end(PidFile pidFile, ProcessHandle process, Duration timeout) {
		process.destroy();
		if (isGone(pidFile, timeout)) {
			return Ending.ENDED;
		}
		process.destroyForcibly();
		if (!isGone(pidFile, KILL_TIMEOUT)) {
			throw Refusal.failure("The process with pid %d cannot be killed".formatted(process.pid()));
		}
		return Ending.KILLED;
	}

	private static boolean isGone(PidFile pidFile, Duration timeout) {
		long end = System.nanoTime() + timeout.toNanos();
		while (pidFile.process().isPresent()) {
			if (System.nanoTime() > end) {
				return false;
			}
			pause(POLL_INTERVAL);
		}
		return true;
	}

	private static void pause(Duration duration) {
		try {
			TimeUnit.MILLISECONDS.sleep(duration.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw Refusal.failure("Interrupted");
		}
	}

	private static void rotateLarge(Path log) {
		try {
			if (Files.exists(log) && Files.size(log) > MAX_LOG_BYTES) {
				Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void delete(Path folder) {
		try (Stream<Path> files = Files.walk(folder)) {
			for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
				Files.delete(file);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String url(int port) {
		return "http://127.0.0.1:" + port;
	}

	/**
	 * How a process ended.
	 */
	public enum Ending {

		/** It was not running. */
		NOT_RUNNING,

		/** It ended after SIGTERM. */
		ENDED,

		/** It had to be killed. */
		KILLED

	}

}
