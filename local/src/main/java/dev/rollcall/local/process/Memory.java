package dev.rollcall.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Reads the resident memory of a process from the operating system.
 */
public final class Memory {

	private Memory() {
	}

	/** Returns the resident memory in bytes; null if it is unknown. */
	public static @Nullable Long resident(long pid) {
		try {
			Path status = Path.of("/proc", Long.toString(pid), "status");
			return Files.exists(status) ? fromProc(status) : fromPs(pid);
		}
		catch (IOException ex) {
			return null;
		}
	}

	private static @Nullable Long fromProc(Path status) throws IOException {
		try (Stream<String> lines = Files.lines(status)) {
			return kilobytes(lines.filter((line) -> line.startsWith("VmRSS:")).findFirst().orElse(""));
		}
	}

	private static @Nullable Long fromPs(long pid) throws IOException {
		Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid)).start();
		return kilobytes(ps.inputReader().lines().findFirst().orElse(""));
	}

	private static @Nullable Long kilobytes(String text) {
		String digits = text.replaceAll("[^0-9]", "");
		return digits.isEmpty() ? null : Long.parseLong(digits) * 1024;
	}

}
