package dev.rollcall.local;

import java.time.Duration;
import java.util.List;
import java.util.SortedSet;

import dev.rollcall.local.process.Home;
import dev.rollcall.local.process.Lock;
import dev.rollcall.local.process.ProcessName;
import dev.rollcall.local.process.Processes;
import dev.rollcall.local.process.Start;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Stops processes and starts them again. Their data is kept.
 */
@Command(name = "restart", description = "Stops processes and starts them again. Their data is kept.")
final class Restart extends LauncherCommand {

	private static final Duration START_TIMEOUT = Duration.ofSeconds(120);

	private final Home home;

	private final Processes processes;

	@Parameters(paramLabel = "<process>", arity = "1..*", description = PROCESS)
	private List<String> names = List.of();

	Restart(Home home) {
		this.home = home;
		this.processes = new Processes(home);
	}

	@Override
	public Integer call() {
		SortedSet<ProcessName> wanted = parse(this.names);
		Lock.whileHeld(this.home, () -> {
			this.processes.checkOffset();
			Down.stop(this.processes, wanted, out());
			new Start(this.home, this.processes, START_TIMEOUT, out()::println).start(wanted);
		});
		return 0;
	}

}
