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
 * The command that starts a small JVM.
 *
 * @param program the class path or jar, the main class and its arguments
 */
public record JavaCommand(List<String> options, List<String> program, Map<String, String> environment) {

	private static final List<String> SMALL = List.of("-XX:+UseSerialGC", "-Xss512k", "-XX:-UsePerfData",
			"-XX:+ExitOnOutOfMemoryError", "-Dfile.encoding=UTF-8", "-Djava.awt.headless=true");

	/** Suppresses warnings of newer JDKs about native access in libraries. */
	private static final List<String> QUIET = (Runtime.version().feature() >= 24)
			? List.of("--enable-native-access=ALL-UNNAMED") : List.of();

	/** Ignores Ctrl-C and hang-up, and starts a new session if setsid is installed. */
	private static final String DETACHED = """
			trap '' INT HUP
			command -v setsid >/dev/null && exec setsid "$@"
			exec "$@\"""";

	/** Returns this command with additional JVM options. */
	public JavaCommand with(List<String> more) {
		List<String> all = new ArrayList<>(this.options);
		all.addAll(more);
		return new JavaCommand(List.copyOf(all), this.program, this.environment);
	}

	/** Starts the process and appends its output to the log. */
	public Process start(Path log) {
		return start(List.of(), log);
	}

	/**
	 * Starts the process, which outlives this one and the terminal, and appends its
	 * output to the log.
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
			// These may contain a password: a process gets only the one that it uses.
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
