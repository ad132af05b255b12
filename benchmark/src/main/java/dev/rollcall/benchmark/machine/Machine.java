package dev.rollcall.benchmark.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The machine that a benchmark ran on.
 *
 * @param memoryMb its memory in MB
 */
public record Machine(String cpu, int cores, long memoryMb, String system) {

	/** Describes this machine. Unknown values are empty or 0. */
	public static Machine current() {
		return new Machine(value("/proc/cpuinfo", "model name"), Runtime.getRuntime().availableProcessors(),
				number(value("/proc/meminfo", "MemTotal")) / 1024,
				System.getProperty("os.name") + " " + System.getProperty("os.version"));
	}

	private static String value(String file, String name) {
		try (Stream<String> lines = Files.lines(Path.of(file))) {
			return lines.filter((line) -> line.startsWith(name))
				.map((line) -> line.substring(line.indexOf(':') + 1).strip())
				.findFirst()
				.orElse("");
		}
		catch (IOException ex) {
			return "";
		}
	}

	private static long number(String text) {
		String digits = text.replaceAll("[^0-9]", "");
		return digits.isEmpty() ? 0 : Long.parseLong(digits);
	}

}
