package dev.rollcall.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs {@code ./rollcall} for one home.
 */
public final class Launcher {

	/**
	 * Added to all ports, so that none is in the range of outgoing connections.
	 */
	public static final int OFFSET = Integer.getInteger("rollcall.offset", 5000);

	/** The root of the repository. */
	public static final Path ROOT = Path.of(System.getProperty("rollcall.root", "..")).toAbsolutePath().normalize();

	private static final Duration TIME_LIMIT = Duration.ofMinutes(4);

	private final Path home;

	private final Map<String, String> environment;

	/**
	 * Creates a launcher.
	 * @param home the folder of data, logs and pid files
	 * @param environment additional environment variables of the processes
	 */
	public Launcher(Path home, Map<String, String> environment) {
		this.home = home;
		this.environment = Map.copyOf(environment);
	}

	/**
	 * Runs the launcher to its end.
	 * @param arguments its arguments
	 * @return exit status and output
	 */
	public Run run(String... arguments) {
		List<String> command = new ArrayList<>(List.of(ROOT.resolve("rollcall").toString()));
		command.addAll(List.of(arguments));
		try {
			Path output = Files.createTempFile("rollcall", ".out");
			ProcessBuilder builder = new ProcessBuilder(command).directory(ROOT.toFile())
				.redirectErrorStream(true)
				.redirectOutput(output.toFile());
			builder.environment().putAll(this.environment);
			builder.environment().put("ROLLCALL_HOME", this.home.toString());
			builder.environment().put("ROLLCALL_PORT_OFFSET", Integer.toString(OFFSET));
			Process process = builder.start();
			if (!process.waitFor(TIME_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
				process.destroyForcibly();
			}
			int status = process.waitFor();
			String text = Files.readString(output);
			Files.delete(output);
			return new Run(String.join(" ", arguments), status, text);
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
	 * Returns the process id from the launcher's pid file.
	 * @param process the process, such as {@code gateway#2}
	 */
	public long pid(String process) {
		try {
			return Long.parseLong(
					Files.readAllLines(this.home.resolve("run").resolve(process + ".pid"), StandardCharsets.UTF_8)
						.get(0)
						.trim());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Kills a process with SIGKILL and waits until it has ended.
	 * @param process the process
	 */
	public void kill(String process) {
		ProcessHandle.of(pid(process)).ifPresent((handle) -> {
			handle.destroyForcibly();
			handle.onExit().orTimeout(10, TimeUnit.SECONDS).join();
		});
	}

	/**
	 * The result of a run of the launcher.
	 *
	 * @param command its arguments
	 * @param status its exit status
	 * @param output its output
	 */
	public record Run(String command, int status, String output) {

		/**
		 * Requires exit status 0.
		 * @return this run
		 */
		public Run succeeded() {
			if (this.status != 0) {
				throw new AssertionError(
						"./rollcall %s ended with status %d: %s".formatted(this.command, this.status, this.output));
			}
			return this;
		}

	}

}
