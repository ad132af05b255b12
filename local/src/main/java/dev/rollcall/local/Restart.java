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
import dev.rollcall.local.process.Lock;
import dev.rollcall.local.process.ProcessName;
import dev.rollcall.local.process.Processes;
import dev.rollcall.local.process.Start;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Ends processes and starts them again, with their data.
 */
@Command(name = "restart", description = "Ends processes and starts them again, with their data.")
final class Restart implements Callable<Integer> {

	private static final Duration LIMIT = Duration.ofSeconds(120);

	private final Home home;

	private final Processes processes;

	@Spec
	private CommandSpec spec;

	@Mixin
	private HelpOption help;

	@Parameters(paramLabel = "process", arity = "1..*", description = "Such as broker or gateway#2.")
	private List<String> names = new ArrayList<>();

	Restart(Home home) {
		this.home = home;
		this.processes = new Processes(home);
	}

	@Override
	public Integer call() {
		Set<ProcessName> wanted = this.names.stream()
			.map(ProcessName::parse)
			.collect(Collectors.toCollection(TreeSet::new));
		PrintWriter out = this.spec.commandLine().getOut();
		Lock.whileHeld(this.home, () -> {
			this.processes.checkOffset();
			Down.stop(this.processes, wanted, out);
			new Start(this.home, this.processes, LIMIT, out::println).start(wanted);
		});
		return 0;
	}

}
