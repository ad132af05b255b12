package dev.rollcall.local.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.rollcall.local.platform.JavaCommand;
import dev.rollcall.local.platform.Probe;
import org.apache.kafka.common.TopicPartition;

/**
 * The broker as a process, and what it uses (Linux only).
 */
record BrokerProcess(Path folder, Process process) implements AutoCloseable {

	private static final long TICKS_PER_SECOND = 100;

	private static final Pattern CLEANED = Pattern
		.compile("([0-9.,]+) MB of log processed in ([0-9.,]+) seconds|Buffer utilization: ([0-9.]+)%");

	/** Starts a broker with the default sizes of Kafka, and waits until it responds. */
	static BrokerProcess start(Path folder, int port) throws IOException {
		Path settings = Files.writeString(folder.resolve("settings.properties"),
				"""
						log.cleaner.dedupe.buffer.size=%s
						log.cleaner.io.buffer.size=524288
						log.cleaner.io.max.bytes.per.second=%s
						log.cleaner.threads=%s
						log.cleaner.backoff.ms=1000
						log.segment.bytes=%s
						""".formatted(System.getProperty("dedupe", "134217728"),
						System.getProperty("io", "1.7976931348623157E308"), System.getProperty("threads", "1"),
						System.getProperty("segment", "1073741824")));
		Path jar = Path.of(System.getProperty("rollcall.root", "."), "local", "target", "local.jar").toAbsolutePath();
		Process process = new JavaCommand(
				List.of("-Xmx" + System.getProperty("heap", "1g"),
						"-Dorg.slf4j.simpleLogger.log.org.apache.kafka.storage.internals.log=info"),
				List.of("-cp", jar.toString(), BrokerApplication.class.getName(), folder.resolve("data").toString(),
						Integer.toString(port), Integer.toString(port + 1)),
				Map.of("ROLLCALL_BROKER_PROPERTIES", settings.toString()))
			.start(folder.resolve("broker.log"));
		BrokerProcess broker = new BrokerProcess(folder, process);
		Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
		while (!Probe.broker(port).serves()) {
			if (!process.isAlive()) {
				throw new IllegalStateException(Files.readString(folder.resolve("broker.log")));
			}
		}
		return broker;
	}

	/** Returns the size of a topic's segments, in bytes. */
	long size(String topic) {
		try (Stream<Path> files = Files.walk(this.folder.resolve("data/log"))) {
			return files.filter((file) -> file.toString().endsWith(".log"))
				.filter((file) -> file.getParent().getFileName().toString().startsWith(topic + "-"))
				.mapToLong((file) -> file.toFile().length())
				.sum();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Returns whether the log is clean up to these offsets. */
	boolean hasCleaned(Map<TopicPartition, Long> offsets) {
		Map<TopicPartition, Long> clean = new HashMap<>();
		for (String line : lines(this.folder.resolve("data/log/cleaner-offset-checkpoint"))) {
			String[] parts = line.split(" ");
			if (parts.length == 3) {
				clean.put(new TopicPartition(parts[0], Integer.parseInt(parts[1])), Long.parseLong(parts[2]));
			}
		}
		return offsets.entrySet().stream().allMatch((end) -> clean.getOrDefault(end.getKey(), 0L) >= end.getValue());
	}

	/**
	 * Returns what the process has used since its start; the memory since the last call.
	 */
	Usage usage() {
		Path proc = Path.of("/proc", Long.toString(this.process.pid()));
		Usage usage = new Usage(cpu(proc), cleanerCpu(proc), field(proc.resolve("io"), "rchar"),
				field(proc.resolve("io"), "wchar"), field(proc.resolve("io"), "read_bytes"),
				field(proc.resolve("io"), "write_bytes"), field(proc.resolve("status"), "VmHWM"), cleanings());
		try {
			// Resets the peak.
			Files.writeString(proc.resolve("clear_refs"), "5");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return usage;
	}

	private List<Cleaning> cleanings() {
		Matcher lines = CLEANED.matcher(String.join("\n", lines(this.folder.resolve("broker.log"))));
		return lines.results()
			.map((line) -> (line.group(3) != null) ? new Cleaning(0, 0, Double.parseDouble(line.group(3)))
					: new Cleaning(number(line.group(1)), number(line.group(2)), 0))
			.toList();
	}

	private static double number(String text) {
		return Double.parseDouble(text.replace(",", ""));
	}

	private static double cleanerCpu(Path proc) {
		try (Stream<Path> threads = Files.list(proc.resolve("task"))) {
			return threads.filter((thread) -> lines(thread.resolve("comm")).contains("kafka-log-clean"))
				.mapToDouble(BrokerProcess::cpu)
				.sum();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static double cpu(Path proc) {
		String stat = lines(proc.resolve("stat")).get(0);
		String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
		return (double) (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
	}

	private static long field(Path file, String name) {
		return lines(file).stream()
			.filter((line) -> line.startsWith(name + ":"))
			.mapToLong((line) -> Long.parseLong(line.substring(name.length() + 1).strip().split(" ")[0]))
			.sum();
	}

	private static List<String> lines(Path file) {
		try {
			return Files.exists(file) ? Files.readAllLines(file) : List.of();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.process.destroy();
		try {
			if (!this.process.waitFor(30, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * A line of the cleaner's log.
	 *
	 * @param megabytes read and written
	 * @param utilization of the buffer, in percent
	 */
	record Cleaning(double megabytes, double seconds, double utilization) {

	}

	/**
	 * What a broker has used.
	 *
	 * @param cpu of the process, in seconds
	 * @param cleanerCpu of the cleaner's threads, in seconds
	 * @param read by system calls, in bytes
	 * @param written by system calls, in bytes
	 * @param diskRead what was not in the page cache, in bytes
	 * @param diskWritten dirtied pages, in bytes
	 * @param peak resident memory, in KB
	 */
	record Usage(double cpu, double cleanerCpu, long read, long written, long diskRead, long diskWritten, long peak,
			List<Cleaning> cleanings) {

		String since(Usage before) {
			List<Cleaning> these = this.cleanings.subList(before.cleanings.size(), this.cleanings.size());
			return ("CPU %.1f s (cleaner %.1f s); read %,d MB (from disk %,d), written %,d MB (to disk %,d); peak %,d MB; "
					+ "%d cleanings in %.1f s; buffer used %.1f %% at most")
				.formatted(this.cpu - before.cpu, this.cleanerCpu - before.cleanerCpu, mega(this.read - before.read),
						mega(this.diskRead - before.diskRead), mega(this.written - before.written),
						mega(this.diskWritten - before.diskWritten), this.peak / 1000,
						these.stream().filter((line) -> line.seconds() > 0).count(),
						these.stream().mapToDouble(Cleaning::seconds).sum(),
						these.stream().mapToDouble(Cleaning::utilization).max().orElse(0));
		}

		private static long mega(long bytes) {
			return bytes / 1_000_000;
		}

	}

}
