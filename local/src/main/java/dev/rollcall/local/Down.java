package dev.rollcall.local;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import dev.rollcall.local.process.Home;
import dev.rollcall.local.process.Kind;
import dev.rollcall.local.process.Lock;
import dev.rollcall.local.process.ProcessName;
import dev.rollcall.local.process.Processes;
import dev.rollcall.local.process.Processes.Ending;
import dev.rollcall.local.process.Refusal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Ends processes; their data stays.
 */
@Command(name = "down", description = "Ends processes; their data stays.")
final class Down implements Callable<Integer> {

	/** More than the 45 s that notification-service takes to end what it is sending. */
	private static final Duration LIMIT = Duration.ofSeconds(60);

	private final Home home;

	private final Processes processes;

	@Spec
	private CommandSpec spec;

	@Mixin
	private HelpOption help;

	@Parameters(paramLabel = "process", arity = "0..*", description = "Such as broker or gateway#2; default: all.")
	private List<String> names = new ArrayList<>();

	Down(Home home) {
		this.home = home;
		this.processes = new Processes(home);
	}

	@Override
	public Integer call() {
		List<ProcessName> wanted = this.names.stream().map(ProcessName::parse).toList();
		PrintWriter out = this.spec.commandLine().getOut();
		Lock.whileHeld(this.home,
				() -> stop(this.processes, wanted.isEmpty() ? this.processes.recorded() : wanted, out));
		return 0;
	}

	/**
	 * Ends the services before the parts they need, and the broker last, each lot at
	 * once.
	 */
	static void stop(Processes processes, Collection<ProcessName> names, PrintWriter out) {
		stopAtOnce(processes, names.stream().filter((name) -> name.kind().isService()).toList(), out);
		stopAtOnce(processes,
				names.stream().filter((name) -> !name.kind().isService() && name.kind() != Kind.BROKER).toList(), out);
		stopAtOnce(processes, names.stream().filter((name) -> name.kind() == Kind.BROKER).toList(), out);
	}

	private static void stopAtOnce(Processes processes, List<ProcessName> names, PrintWriter out) {
		CompletableFuture<?>[] endings = names.stream()
			.map((name) -> CompletableFuture.runAsync(() -> report(name, processes.stop(name, LIMIT), out),
					Down::inThreadOfItsOwn))
			.toArray(CompletableFuture[]::new);
		try {
			CompletableFuture.allOf(endings).join();
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof Refusal refusal) ? refusal : ex;
		}
	}

	/** They mostly wait, so a pool of as many threads as processors is too small. */
	private static void inThreadOfItsOwn(Runnable task) {
		new Thread(task).start();
	}

	private static void report(ProcessName name, Ending ending, PrintWriter out) {
		out.printf("%-22s %s%n", name, switch (ending) {
			case NOT_RUNNING -> "was not running";
			case ENDED -> "ended";
			case KILLED -> "killed: it had not ended within %d s".formatted(LIMIT.toSeconds());
		});
	}

}
