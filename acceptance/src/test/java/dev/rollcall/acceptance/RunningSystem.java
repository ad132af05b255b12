package dev.rollcall.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.rollcall.acceptance.Launcher.Run;

/**
 * The whole system, started by {@code ./rollcall} with a separate home and other ports.
 * All tests of a run share it. It ends with the JVM.
 */
final class RunningSystem {

	static final List<String> PROCESSES = List.of("broker", "registry", "store", "mail", "registration-service",
			"session-service", "notification-service", "gateway", "pages");

	/** Becomes an administrator when it is verified. */
	static final String ADMINISTRATOR = "administrator@example.com";

	private static final int OFFSET = Launcher.OFFSET;

	private static final Path HOME = Launcher.ROOT.resolve("acceptance/target/rollcall");

	private static final RunningSystem INSTANCE = start();

	private final TraceCollector traces = TraceCollector.start();

	private RunningSystem() {
	}

	static RunningSystem get() {
		return INSTANCE;
	}

	private static RunningSystem start() {
		RunningSystem system = new RunningSystem();
		Runtime.getRuntime().addShutdownHook(new Thread(() -> system.launcher("down")));
		system.launcher("up", "--fresh").succeeded();
		return system;
	}

	/**
	 * Runs the launcher to its end.
	 */
	Run launcher(String... arguments) {
		return launcher(HOME, arguments);
	}

	/**
	 * Runs the launcher for another home on the same ports.
	 */
	Run launcher(Path home, String... arguments) {
		return new Launcher(home,
				Map.of("ROLLCALL_TRACES_URL", this.traces.url(), "ROLLCALL_ACCOUNT_ADMINISTRATORS", ADMINISTRATOR))
			.run(arguments);
	}

	/**
	 * Kills a process with SIGKILL and waits until it has ended.
	 */
	void kill(String process) {
		new Launcher(HOME, Map.of()).kill(process);
	}

	/**
	 * The logs of all processes.
	 */
	String logs() {
		StringBuilder logs = new StringBuilder();
		PROCESSES.forEach((process) -> logs.append(log(process)));
		return logs.toString();
	}

	/**
	 * The log of a process.
	 */
	String log(String process) {
		try {
			return Files.readString(HOME.resolve("log").resolve(process + ".log"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The collector of its traces. */
	TraceCollector traces() {
		return this.traces;
	}

	URI gateway() {
		return local(8080);
	}

	URI mailbox() {
		return local(8025);
	}

	URI registry() {
		return local(8085);
	}

	String bootstrapServers() {
		return "127.0.0.1:" + (9092 + OFFSET);
	}

	String store(int port) {
		return "mongodb://127.0.0.1:" + (port + OFFSET) + "/?retryWrites=false";
	}

	URI service(int port) {
		return local(port);
	}

	private static URI local(int port) {
		return URI.create("http://127.0.0.1:" + (port + OFFSET));
	}

}
