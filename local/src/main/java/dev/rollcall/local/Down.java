package dev.rollcall.local;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;

import dev.rollcall.local.process.Home;
import dev.rollcall.local.process.Kind;
import dev.rollcall.local.process.Lock;
import dev.rollcall.local.process.ProcessName;
import dev.rollcall.local.process.Processes;
import dev.rollcall.local.process.Processes.Ending;
import dev.rollcall.local.process.Refusal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Stops processes. Their data is kept.
 */
@Command(name = "down", description = { "Stops processes. Their data is kept.",
		"Sends SIGTERM, and SIGKILL to a process that has not ended after 60 s." })
final class Down extends LauncherCommand {

	/** More than the 45 s that notification-service takes to finish its deliveries. */
	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);

	private final Home home;

	private final Processes processes;

	@Parameters(paramLabel = "<process>", arity = "0..*", description = PROCESS + " Default: all running processes.")
	private List<String> names = List.of();

	Down(Home home) {
		this.home = home;
		this.processes = new Processes(home);
	}

	@Override
	public Integer call() {
		SortedSet<ProcessName> wanted = parse(this.names);
		Lock.whileHeld(this.home,
				() -> stop(this.processes, wanted.isEmpty() ? this.processes.recorded() : wanted, out()));
		return 0;
	}

	/**
	 * Stops the services first, then the parts that they need, and the broker last. The
	 * processes of one step are stopped at the same time.
	 */
	static void stop(Processes processes, Collection<ProcessName> names, PrintWriter out) {
		stop(processes, names, Kind::isService, out);
		stop(processes, names, (kind) -> !kind.isService() && kind != Kind.BROKER, out);
		stop(processes, names, (kind) -> kind == Kind.BROKER, out);
	}

	private static void stop(Processes processes, Collection<ProcessName> names, Predicate<Kind> step,
			PrintWriter out) {
		CompletableFuture<?>[] endings = names.stream()
			.filter((name) -> step.test(name.kind()))
			.map((name) -> CompletableFuture.runAsync(() -> report(name, processes.stop(name, STOP_TIMEOUT), out),
					Down::runInNewThread))
			.toArray(CompletableFuture[]::new);
		try {
			CompletableFuture.allOf(endings).join();
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof Refusal refusal) ? refusal : ex;
		}
	}

	/** The tasks mostly wait: the common pool, one thread per CPU, is too small. */
	private static void runInNewThread(Runnable task) {
		new Thread(task).start();
	}

	private static void report(ProcessName name, Ending ending, PrintWriter out) {
		out.printf("%-22s %s%n", name, switch (ending) {
			case NOT_RUNNING -> "was not running";
			case ENDED -> "stopped";
			case KILLED -> "killed: it had not stopped within %d s".formatted(STOP_TIMEOUT.toSeconds());
		});
	}

}
