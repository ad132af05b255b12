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
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.rollcall.local.platform.JavaCommand;
import dev.rollcall.local.platform.Probe;

/**
 * The processes of one home: starts, finds and ends them.
 */
public final class Processes {

	private static final long LARGE_LOG = 20L * 1024 * 1024;

	private static final String PID_FILE = ".pid";

	private static final Duration LOOK = Duration.ofMillis(50);

	/** Twice the time after which a gateway looks again. */
	private static final Duration WITHDRAWAL = Duration.ofSeconds(1);

	private final Home home;

	private final Secrets secrets;

	private final Commands commands;

	/**
	 * Looks after the processes of a home.
	 * @param home the home
	 */
	public Processes(Home home) {
		this.home = home;
		this.secrets = new Secrets(home.secrets());
		this.commands = new Commands(home, this.secrets);
	}

	/**
	 * Returns what makes a whole system: a process of each kind, and the further
	 * instances that were started and not taken down.
	 * @return the names, in the order in which they need each other
	 */
	public Set<ProcessName> whole() {
		Set<ProcessName> names = new TreeSet<>(recorded());
		Kind.all()
			.filter((kind) -> kind != Kind.STORE || this.home.needsStore())
			.map(ProcessName::of)
			.forEach(names::add);
		return names;
	}

	/**
	 * Returns the processes that have a pid file, alive or not.
	 * @return their names, in order
	 */
	public Set<ProcessName> recorded() {
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

	/**
	 * Finds a running process.
	 * @param name its name
	 * @return the process, if it runs
	 */
	public Optional<ProcessHandle> find(ProcessName name) {
		return new PidFile(this.home, name).process();
	}

	/**
	 * Makes sure that what runs listens where this launcher looks for it.
	 * @throws Refusal if something was started with another port offset
	 */
	public void checkOffset() {
		for (ProcessName name : recorded()) {
			PidFile pidFile = new PidFile(this.home, name);
			Optional<Integer> offset = pidFile.port().map((port) -> port - name.ports(0).get(0));
			if (pidFile.process().isPresent() && offset.filter((number) -> number != this.home.offset()).isPresent()) {
				throw Refusal
					.failure("%s runs with ROLLCALL_PORT_OFFSET=%d, not %d; set that, or run ./rollcall down first"
						.formatted(name, offset.get(), this.home.offset()));
			}
		}
	}

	/**
	 * Makes sure that processes which do not run can be started: the ports are free, and
	 * the secrets are there.
	 * @param names the processes
	 * @throws Refusal if a port is in use: says which, for which process, by whom
	 */
	public void prepare(Collection<ProcessName> names) {
		checkPorts(names);
		if (names.stream().anyMatch((name) -> name.kind().isService())) {
			this.secrets.makeMissing();
		}
	}

	/**
	 * Makes sure that the ports of processes which do not run are free.
	 * @param names the processes
	 * @throws Refusal if one is in use: says which, for which process, by whom
	 */
	public void checkPorts(Collection<ProcessName> names) {
		String conflicts = names.stream()
			.flatMap((name) -> name.ports(this.home.offset())
				.stream()
				.filter((port) -> !PortUse.isFree(port))
				.map((port) -> "port %d for %s is in use by %s".formatted(port, name, PortUse.owner(port))))
			.collect(Collectors.joining("; "));
		if (!conflicts.isEmpty()) {
			throw Refusal.failure("Nothing started: " + conflicts + ". End it, or set ROLLCALL_PORT_OFFSET");
		}
	}

	/**
	 * Starts a process that was prepared; it outlives this one.
	 * @param name its name
	 */
	public void start(ProcessName name) {
		PidFile pidFile = new PidFile(this.home, name);
		JavaCommand command = this.commands.of(name).with(List.of(pidFile.mark()));
		Path log = this.home.log(name);
		setLargeAside(log);
		Process process = command.startDetached(log);
		pidFile.write(process.pid(), name.ports(this.home.offset()).get(0));
	}

	/**
	 * Asks a process whether it is ready.
	 * @param name its name
	 * @return true if it is
	 */
	public boolean isReady(ProcessName name) {
		List<Integer> ports = name.ports(this.home.offset());
		return switch (name.kind()) {
			case BROKER -> Probe.broker(ports.get(0)).serves();
			case REGISTRY -> Probe.http(url(ports.get(0)) + "/apis/registry/v3/system/info").serves();
			case STORE -> ports.stream().allMatch((port) -> Probe.store(port).serves());
			case MAIL -> Probe.smtp(ports.get(0)).serves() && Probe.http(url(ports.get(1)) + "/").serves();
			case REGISTRATION_SERVICE, SESSION_SERVICE, NOTIFICATION_SERVICE, GATEWAY ->
				Probe.http(url(ports.get(1)) + "/actuator/health/readiness").serves();
		};
	}

	/**
	 * Ends a process: SIGTERM, and a kill when that is not enough. Where others of its
	 * kind go on, the gateways are first given time to turn to them.
	 * @param name its name
	 * @param limit how long it may take to end by itself
	 * @return how it ended
	 */
	public Ending stop(ProcessName name, Duration limit) {
		PidFile pidFile = new PidFile(this.home, name);
		if (pidFile.process().isPresent() && hasOthers(name)) {
			pidFile.withdraw();
			pause(WITHDRAWAL);
		}
		Ending ending = pidFile.process().map((process) -> end(pidFile, process, limit)).orElse(Ending.NOT_RUNNING);
		pidFile.delete();
		return ending;
	}

	private boolean hasOthers(ProcessName name) {
		return name.kind().isService() && name.kind() != Kind.GATEWAY && recorded().stream()
			.anyMatch((other) -> other.kind() == name.kind() && !other.equals(name) && find(other).isPresent());
	}

	/**
	 * Deletes data, logs and secrets. Nothing may be running.
	 */
	public void clear() {
		Stream.of(this.home.data(), this.home.folder().resolve("log"), this.home.secrets(), this.home.run())
			.filter(Files::exists)
			.forEach(Processes::delete);
	}

	private Ending end(PidFile pidFile, ProcessHandle process, Duration limit) {
		process.destroy();
		if (isGone(pidFile, limit)) {
			return Ending.ENDED;
		}
		process.destroyForcibly();
		if (!isGone(pidFile, Duration.ofSeconds(5))) {
			throw Refusal.failure("pid %d cannot be killed".formatted(process.pid()));
		}
		return Ending.KILLED;
	}

	private static boolean isGone(PidFile pidFile, Duration limit) {
		long end = System.nanoTime() + limit.toNanos();
		while (pidFile.process().isPresent()) {
			if (System.nanoTime() > end) {
				return false;
			}
			pause(LOOK);
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

	private static void setLargeAside(Path log) {
		try {
			if (Files.exists(log) && Files.size(log) > LARGE_LOG) {
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

		/** By itself. */
		ENDED,

		/** It had to be killed. */
		KILLED

	}

}
