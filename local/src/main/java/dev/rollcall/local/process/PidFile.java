package dev.rollcall.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * {@code run/<process>.pid}: the pid in the first line, the main port in the second, and
 * {@code stopping} in the third when clients must no longer use the process. Because
 * systems reuse pids, a file counts only while the process with that pid has the marker
 * on its command line.
 */
final class PidFile {

	private static final int MAX_ATTEMPTS = 50;

	private final Path file;

	private final String mark;

	PidFile(Home home, ProcessName name) {
		this.file = home.run().resolve(name + ".pid");
		this.mark = "-Drollcall.process=" + home.folder().resolve(name.toString());
	}

	/** Returns the JVM option that identifies the process. */
	String mark() {
		return this.mark;
	}

	void write(long pid, int port) {
		write(pid + "\n" + port + "\n");
	}

	/** Records that the process will end soon. */
	void withdraw() {
		Optional<Long> pid = number(0);
		Optional<Integer> port = port();
		if (pid.isPresent() && port.isPresent()) {
			write(pid.get() + "\n" + port.get() + "\nstopping\n");
		}
	}

	private void write(String text) {
		try {
			Files.createDirectories(this.file.getParent());
			Path draft = Files.writeString(this.file.resolveSibling(this.file.getFileName() + ".draft"), text);
			Files.move(draft, this.file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	Optional<ProcessHandle> process() {
		return number(0).flatMap(ProcessHandle::of).filter(this::isOurs);
	}

	/** Returns the main port that the process was started with. */
	Optional<Integer> port() {
		return number(1).map(Long::intValue);
	}

	private Optional<Long> number(int line) {
		try {
			return Files.exists(this.file) ? Optional.of(Long.valueOf(Files.readAllLines(this.file).get(line).strip()))
					: Optional.empty();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (NumberFormatException | IndexOutOfBoundsException ex) {
			return Optional.empty();
		}
	}

	void delete() {
		try {
			Files.deleteIfExists(this.file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private boolean isOurs(ProcessHandle process) {
		return commandLine(process).filter((line) -> (line + " ").contains(this.mark + " ")).isPresent();
	}

	/** During an exec, a process has no command line for a moment. */
	private static Optional<String> commandLine(ProcessHandle process) {
		Optional<String> line = process.info().commandLine();
		for (int attempt = 0; line.isEmpty() && process.isAlive() && attempt < MAX_ATTEMPTS; attempt++) {
			LockSupport.parkNanos(1_000_000);
			line = process.info().commandLine();
		}
		return line;
	}

}
