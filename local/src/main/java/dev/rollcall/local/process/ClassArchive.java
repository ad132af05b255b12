package dev.rollcall.local.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The file from which a process reads its classes: its JVM writes it when the process
 * first ends in order, and the next starts are quicker. The JVM replaces a file that does
 * not fit its jars. It does not notice damage in the middle of the file.
 */
record ClassArchive(Path file) {

	/** Before, a JVM does not make the file by itself. */
	private static final int OLDEST_JDK = 19;

	static ClassArchive of(Home home, ProcessName name) {
		return new ClassArchive(home.folder().resolve("cache").resolve(name + ".jsa"));
	}

	/**
	 * Returns options that also keep the JVM from logging about it: services log JSON.
	 * None beside an agent, with which the JVM would not start.
	 * @param environment in which the user may have added options for all JVMs
	 */
	List<String> options(Map<String, String> environment) {
		boolean agent = Stream.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS")
			.anyMatch((name) -> environment.getOrDefault(name, "").contains("-javaagent"));
		return (Runtime.version().feature() >= OLDEST_JDK && !agent) ? List.of("-XX:+AutoCreateSharedArchive",
				"-XX:SharedArchiveFile=" + this.file, "-Xlog:cds=off,cds+dynamic=off,aot=off") : List.of();
	}

	/** Makes its folder, and deletes a file whose writer was killed. */
	void prepare() throws IOException {
		Files.createDirectories(this.file.getParent());
		if (Files.exists(this.file) && !isWhole()) {
			Files.delete(this.file);
		}
	}

	/** The JVM writes the beginning last. */
	private boolean isWhole() throws IOException {
		try (InputStream in = Files.newInputStream(this.file)) {
			return in.read() > 0;
		}
	}

}
