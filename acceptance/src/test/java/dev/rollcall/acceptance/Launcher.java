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
 * {@code ./rollcall} for one home.
 */
public final class Launcher {

	/**
	 * What all ports are shifted by: none of them is then one that the system gives to
	 * outgoing connections.
	 */
	public static final int OFFSET = Integer.getInteger("rollcall.offset", 5000);

	/** The root of the repository. */
	public static final Path ROOT = Path.of(System.getProperty("rollcall.root", "..")).toAbsolutePath().normalize();

	private static final Duration TIME_LIMIT = Duration.ofMinutes(4);

	private final Path home;

	private final Map<String, String> environment;

	/**
	 * Uses a home.
	 * @param home where data, logs and pid files are
	 * @param environment what its processes get beside the usual
	 */
	public Launcher(Path home, Map<String, String> environment) {
		this.home = home;
		this.environment = Map.copyOf(environment);
	}

	/**
	 * Runs the launcher to its end.
	 * @param arguments its arguments
	 * @return what came of it
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
	 * Returns a process's id.
	 * @param process the process, such as {@code gateway#2}
	 * @return the id that the launcher has noted
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
	 * Ends a process as a crash would, and waits until it is gone.
	 * @param process the process
	 */
	public void kill(String process) {
		ProcessHandle.of(pid(process)).ifPresent((handle) -> {
			handle.destroyForcibly();
			handle.onExit().orTimeout(10, TimeUnit.SECONDS).join();
		});
	}

	/**
	 * What a run of the launcher came to.
	 *
	 * @param command its arguments
	 * @param status its exit status
	 * @param output what it said
	 */
	public record Run(String command, int status, String output) {

		/**
		 * Requires that it succeeded.
		 * @return this run
		 */
		public Run succeeded() {
			if (this.status != 0) {
				throw new AssertionError(
						"./rollcall %s ended with %d: %s".formatted(this.command, this.status, this.output));
			}
			return this;
		}

	}

}
