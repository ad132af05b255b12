package dev.rollcall.local;

import java.time.Duration;
import java.util.List;
import java.util.SortedSet;

import dev.rollcall.local.process.Home;
import dev.rollcall.local.process.Kind;
import dev.rollcall.local.process.Lock;
import dev.rollcall.local.process.ProcessName;
import dev.rollcall.local.process.Processes;
import dev.rollcall.local.process.Refusal;
import dev.rollcall.local.process.Start;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Starts the processes that are not running and waits until all are ready.
 */
@Command(name = "up", description = { "Starts the processes that are not running and waits until all are ready.",
		"Changed modules are built first. Nothing is started if a port is in use." })
final class Up extends LauncherCommand {

	private final Home home;

	private final Processes processes;

	@Option(names = "--fresh",
			description = "First stop all processes and delete all data, logs and secrets. This cannot be undone.")
	private boolean fresh;

	@Option(names = "--time-limit", paramLabel = "<seconds>", defaultValue = "120",
			description = "How long to wait until all processes are ready; default: ${DEFAULT-VALUE}.")
	private int timeLimit;

	@Parameters(paramLabel = "<process>", arity = "0..*", description = PROCESS + " Default: all processes.")
	private List<String> names = List.of();

	Up(Home home) {
		this.home = home;
		this.processes = new Processes(home);
	}

	@Override
	public Integer call() {
		SortedSet<ProcessName> wanted = parse(this.names);
		if (this.fresh && !wanted.isEmpty()) {
			throw Refusal
				.badUsage("--fresh deletes the data of all processes: run ./rollcall up --fresh without a process");
		}
		if (this.fresh && !this.home.ownStores().isEmpty()) {
			throw Refusal.badUsage("--fresh deletes the secrets that encrypt the data in your own MongoDB: unset "
					+ "ROLLCALL_<SERVICE>_STORE_URI first, or set another ROLLCALL_HOME");
		}
		Lock.whileHeld(this.home, () -> start(wanted));
		return 0;
	}

	private void start(SortedSet<ProcessName> wanted) {
		if (this.fresh) {
			Down.stop(this.processes, this.processes.recorded(), out());
			// Check before deleting: a refused start must not lose the data.
			this.processes.checkPorts(this.processes.whole());
			this.processes.clear();
		}
		this.processes.checkOffset();
		SortedSet<ProcessName> all = wanted.isEmpty() ? this.processes.whole() : wanted;
		long begin = System.nanoTime();
		new Start(this.home, this.processes, Duration.ofSeconds(this.timeLimit), out()::println).start(all);
		out().printf("All ready after %.1f s%n", (System.nanoTime() - begin) / 1e9);
		if (all.contains(ProcessName.of(Kind.GATEWAY))) {
			out().print(welcome());
			out().flush();
		}
	}

	private String welcome() {
		return """

				  pages     %1$s
				  API       %1$s/docs
				  mailbox   %2$s
				  registry  %3$s
				  Kafka     %4$s

				Sign up a user, or run ./rollcall demo to see each step:

				  curl -i %1$s/api/v1/registrations -H 'Content-Type: application/json' \\
				    -d '{"email":"ada@example.com","password":"an engine that weaves","displayName":"Ada"}'
				""".formatted(this.home.url(Kind.GATEWAY), this.home.mailboxUrl(), this.home.url(Kind.REGISTRY),
				this.home.bootstrapServers());
	}

}
