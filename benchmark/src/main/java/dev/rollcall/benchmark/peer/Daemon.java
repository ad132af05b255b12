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
public record Daemon(String name, Process process, Runnable atExit) implements AutoCloseable {

	private static final Duration START_TIMEOUT = Duration.ofMinutes(15);

	private static final int STOP_SECONDS = 30;

	/** Starts a process and waits until it is ready. */
	static Daemon start(String name, List<String> command, Map<String, String> environment, Path log,
			BooleanSupplier ready) throws IOException, InterruptedException {
		ProcessBuilder builder = builder(command, environment, log);
		Process process = builder.start();
		Daemon daemon = new Daemon(name, process, () -> end(process));
		AtExit.add(daemon.atExit());
		long begin = System.nanoTime();
		while (!ready.getAsBoolean()) {
			if (!process.isAlive() || System.nanoTime() - begin > START_TIMEOUT.toNanos()) {
				daemon.close();
				throw Refusal.failure("%s did not become ready; see its log %s".formatted(name, log));
			}
			TimeUnit.MILLISECONDS.sleep(500);
		}
		return daemon;
	}

	/** Runs a program to its end. */
	static void run(List<String> command, Map<String, String> environment, Path log)
			throws IOException, InterruptedException {
		Process process = builder(command, environment, log).start();
		Runnable end = () -> end(process);
		AtExit.add(end);
		int status = process.waitFor();
		AtExit.remove(end);
		if (status != 0) {
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
		end(this.process);
		AtExit.remove(this.atExit);
	}

	private static void end(Process process) {
		process.destroy();
		try {
			if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
				process.descendants().forEach(ProcessHandle::destroyForcibly);
				process.destroyForcibly().waitFor();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
