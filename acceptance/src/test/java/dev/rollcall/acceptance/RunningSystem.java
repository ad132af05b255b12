package dev.rollcall.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The whole system as a person starts it: by {@code ./rollcall}, with a home of its own
 * and ports beside the usual ones. One for all tests of a run; ended with the JVM.
 */
final class RunningSystem {

	static final List<String> PROCESSES = List.of("broker", "registry", "store", "mail", "registration-service",
			"session-service", "notification-service", "gateway");

	private static final int OFFSET = Integer.getInteger("rollcall.offset", 11_000);

	private static final Path ROOT = Path.of(System.getProperty("rollcall.root"));

	private static final Path HOME = ROOT.resolve("acceptance/target/rollcall");

	private static final Duration TIME_LIMIT = Duration.ofMinutes(4);

	private static final RunningSystem INSTANCE = start();

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
		List<String> command = new ArrayList<>(List.of(ROOT.resolve("rollcall").toString()));
		command.addAll(List.of(arguments));
		try {
			Path output = Files.createTempFile("rollcall", ".out");
			ProcessBuilder builder = new ProcessBuilder(command).directory(ROOT.toFile())
				.redirectErrorStream(true)
				.redirectOutput(output.toFile());
			builder.environment().put("ROLLCALL_HOME", home.toString());
			builder.environment().put("ROLLCALL_PORT_OFFSET", Integer.toString(OFFSET));
			Process process = builder.start();
			if (!process.waitFor(TIME_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
				process.destroyForcibly();
			}
			return new Run(String.join(" ", arguments), process.waitFor(), Files.readString(output));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Ends a process as a crash would, and waits until it is gone.
	 */
	void kill(String process) {
		ProcessHandle handle = ProcessHandle.of(pid(process)).orElseThrow();
		handle.destroyForcibly();
		handle.onExit().orTimeout(10, TimeUnit.SECONDS).join();
	}

	long pid(String process) {
		try {
			return Long
				.parseLong(Files.readAllLines(HOME.resolve("run").resolve(process + ".pid"), StandardCharsets.UTF_8)
					.get(0)
					.trim());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Everything that the processes have logged.
	 */
	String logs() {
		StringBuilder logs = new StringBuilder();
		for (String process : PROCESSES) {
			try {
				logs.append(Files.readString(HOME.resolve("log").resolve(process + ".log")));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
		return logs.toString();
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

	/**
	 * What a run of the launcher came to.
	 */
	record Run(String command, int status, String output) {

		Run succeeded() {
			if (this.status != 0) {
				throw new AssertionError(
						"./rollcall %s ended with %d: %s".formatted(this.command, this.status, this.output));
			}
			return this;
		}

	}

}
