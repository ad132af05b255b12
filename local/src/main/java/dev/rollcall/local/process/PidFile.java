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
 * {@code stopping} in the third where nobody is to turn to it any more. A file is
 * believed only while the process with that pid carries the mark on its command line, for
 * pids are given again.
 */
final class PidFile {

	private static final int LOOKS = 50;

	private final Path file;

	private final String mark;

	PidFile(Home home, ProcessName name) {
		this.file = home.run().resolve(name + ".pid");
		this.mark = "-Drollcall.process=" + home.folder().resolve(name.toString());
	}

	/**
	 * The option that a process is recognised by.
	 */
	String mark() {
		return this.mark;
	}

	void write(long pid, int port) {
		write(pid + "\n" + port + "\n");
	}

	/**
	 * Says that the process will end soon.
	 */
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

	/**
	 * The main port that the process was started with.
	 */
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

	/** A process that just becomes another program (exec) has none for a moment. */
	private static Optional<String> commandLine(ProcessHandle process) {
		Optional<String> line = process.info().commandLine();
		for (int look = 0; line.isEmpty() && process.isAlive() && look < LOOKS; look++) {
			LockSupport.parkNanos(1_000_000);
			line = process.info().commandLine();
		}
		return line;
	}

}
