package dev.rollcall.local.platform;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How a JVM of the system is started: small, and on its own.
 *
 * @param options the JVM's options, heap first
 * @param program the class path or jar, the main class and its arguments
 * @param environment what is added to the environment
 */
public record JavaCommand(List<String> options, List<String> program, Map<String, String> environment) {

	private static final List<String> SMALL = List.of("-XX:+UseSerialGC", "-Xss512k", "-XX:-UsePerfData",
			"-XX:+ExitOnOutOfMemoryError", "-Dfile.encoding=UTF-8", "-Djava.awt.headless=true");

	/** Newer JDKs warn of what libraries have always done. */
	private static final List<String> QUIET = (Runtime.version().feature() >= 24)
			? List.of("--enable-native-access=ALL-UNNAMED") : List.of();

	/**
	 * In a session of its own where there is setsid; deaf to Ctrl-C and hang-up anyway.
	 */
	private static final String DETACHED = """
			trap '' INT HUP
			command -v setsid >/dev/null && exec setsid "$@"
			exec "$@\"""";

	/**
	 * Adds options in front of the program's own.
	 * @param more the options
	 * @return the command with them
	 */
	public JavaCommand with(List<String> more) {
		List<String> all = new ArrayList<>(this.options);
		all.addAll(more);
		return new JavaCommand(List.copyOf(all), this.program, this.environment);
	}

	/**
	 * Starts the process; its output is appended to the log.
	 * @param log where its output goes
	 * @return the process
	 */
	public Process start(Path log) {
		return start(List.of(), log);
	}

	/**
	 * Starts the process so that it outlives this one and the terminal, and Ctrl-C there
	 * does not reach it.
	 * @param log where its output goes
	 * @return the process
	 */
	public Process startDetached(Path log) {
		return start(List.of("/bin/sh", "-c", DETACHED, "sh"), log);
	}

	private Process start(List<String> prefix, Path log) {
		List<String> line = new ArrayList<>(prefix);
		line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		line.addAll(SMALL);
		line.addAll(QUIET);
		line.addAll(this.options);
		line.addAll(this.program);
		try {
			Files.createDirectories(log.toAbsolutePath().getParent());
			ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true)
				.redirectInput(ProcessBuilder.Redirect.from(new File(nullDevice())))
				.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
			// A store's address may hold a password: each process gets its own alone.
			builder.environment().keySet().removeIf((name) -> name.matches("ROLLCALL_.+_STORE_URI"));
			builder.environment().put("MALLOC_ARENA_MAX", "2");
			builder.environment().putAll(this.environment);
			return builder.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String nullDevice() {
		return (File.separatorChar == '\\') ? "NUL" : "/dev/null";
	}

}
