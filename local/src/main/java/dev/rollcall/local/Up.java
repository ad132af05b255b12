package dev.rollcall.local;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import dev.rollcall.local.process.Home;
import dev.rollcall.local.process.Kind;
import dev.rollcall.local.process.Lock;
import dev.rollcall.local.process.ProcessName;
import dev.rollcall.local.process.Processes;
import dev.rollcall.local.process.Refusal;
import dev.rollcall.local.process.Start;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Starts what is not running and waits until it is ready.
 */
@Command(name = "up", description = "Starts what is not running and waits until it is ready.")
final class Up implements Callable<Integer> {

	private final Home home;

	private final Processes processes;

	@Spec
	private CommandSpec spec;

	@Mixin
	private HelpOption help;

	@Option(names = "--fresh", description = "End everything, delete all data, logs and secrets, start anew.")
	private boolean fresh;

	@Option(names = "--time-limit", paramLabel = "<seconds>", defaultValue = "120",
			description = "How long a process may take to get ready; default ${DEFAULT-VALUE} s.")
	private int timeLimit;

	@Parameters(paramLabel = "process", arity = "0..*",
			description = "Such as broker or gateway#2 (a second instance); default: all.")
	private List<String> names = new ArrayList<>();

	Up(Home home) {
		this.home = home;
		this.processes = new Processes(home);
	}

	@Override
	public Integer call() {
		Set<ProcessName> wanted = this.names.stream()
			.map(ProcessName::parse)
			.collect(Collectors.toCollection(TreeSet::new));
		if (this.fresh && !wanted.isEmpty()) {
			throw Refusal
				.badUsage("--fresh deletes the data of everything: run ./rollcall up --fresh without a process");
		}
		if (this.fresh && !this.home.ownStores().isEmpty()) {
			throw Refusal.badUsage("--fresh deletes the secrets that the data in a MongoDB of yours needs: unset "
					+ "ROLLCALL_<SERVICE>_STORE_URI first, or take another ROLLCALL_HOME");
		}
		Lock.whileHeld(this.home, () -> start(wanted, this.spec.commandLine().getOut()));
		return 0;
	}

	private void start(Set<ProcessName> wanted, PrintWriter out) {
		if (this.fresh) {
			Down.stop(this.processes, this.processes.recorded(), out);
			// Before the data goes, for nothing could take its place.
			this.processes.checkPorts(this.processes.whole());
			this.processes.clear();
		}
		this.processes.checkOffset();
		Set<ProcessName> all = wanted.isEmpty() ? this.processes.whole() : wanted;
		long begin = System.nanoTime();
		new Start(this.home, this.processes, Duration.ofSeconds(this.timeLimit), out::println).start(all);
		out.printf("Ready after %.1f s%n", (System.nanoTime() - begin) / 1e9);
		if (all.contains(ProcessName.of(Kind.GATEWAY))) {
			out.print(welcome());
			out.flush();
		}
	}

	private String welcome() {
		return """

				  API       %1$s
				  mailbox   %2$s
				  registry  %3$s
				  Kafka     %4$s

				Sign up, or let ./rollcall demo do it:

				  curl -i %1$s/api/v1/registrations -H 'Content-Type: application/json' \\
				    -d '{"email":"ada@example.com","password":"an engine that weaves","displayName":"Ada"}'
				""".formatted(this.home.url(Kind.GATEWAY), this.home.mailboxUrl(), this.home.url(Kind.REGISTRY),
				this.home.bootstrapServers());
	}

}
