package dev.rollcall.benchmark.peer;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import dev.rollcall.local.process.Refusal;

/**
 * A process that runs until it is closed, or this JVM ends.
 *
 * @param name by which its CPU time is reported
 */
public record Daemon(String name, Process process, Thread hook) implements AutoCloseable {

	private static final Duration START_TIMEOUT = Duration.ofMinutes(3);

	private static final int STOP_SECONDS = 30;

	/** Starts a process and waits until it is ready. */
	static Daemon start(String name, List<String> command, Map<String, String> environment, Path log,
			BooleanSupplier ready) throws IOException, InterruptedException {
		ProcessBuilder builder = builder(command, environment, log);
		Process process = builder.start();
		Thread hook = new Thread(process::destroy);
		Runtime.getRuntime().addShutdownHook(hook);
		Daemon daemon = new Daemon(name, process, hook);
		long begin = System.nanoTime();
		while (!ready.getAsBoolean()) {
			if (!process.isAlive() || System.nanoTime() - begin > START_TIMEOUT.toNanos()) {
				daemon.close();
				throw Refusal.failure("%s did not become ready; see its log %s".formatted(name, log));
			}
			TimeUnit.MILLISECONDS.sleep(100);
		}
		return daemon;
	}

	/** Runs a program to its end. */
	static void run(List<String> command, Map<String, String> environment, Path log)
			throws IOException, InterruptedException {
		if (builder(command, environment, log).start().waitFor() != 0) {
			throw Refusal.failure("%s failed; see %s".formatted(command.get(0), log));
		}
	}

	private static ProcessBuilder builder(List<String> command, Map<String, String> environment, Path log)
			throws IOException {
		Files.createDirectories(log.toAbsolutePath().getParent());
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
			.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
		builder.environment().putAll(environment);
		return builder;
	}

	@Override
	public void close() {
		this.process.destroy();
		try {
			if (!this.process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
				this.process.descendants().forEach(ProcessHandle::destroyForcibly);
				this.process.destroyForcibly().waitFor();
			}
			Runtime.getRuntime().removeShutdownHook(this.hook);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
