package dev.rollcall.local;

import java.io.PrintWriter;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import dev.rollcall.local.process.ProcessName;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * What all commands of the launcher share: the option {@code --help} and the output.
 */
abstract class LauncherCommand implements Callable<Integer> {

	static final String PROCESS = "A process such as broker, or an instance of a service such as gateway#2.";

	@Mixin
	private Help help;

	@Spec
	private CommandSpec spec;

	static SortedSet<ProcessName> parse(List<String> names) {
		return names.stream().map(ProcessName::parse).collect(Collectors.toCollection(TreeSet::new));
	}

	PrintWriter out() {
		return this.spec.commandLine().getOut();
	}

	/**
	 * The option {@code --help}, also for commands that are methods.
	 */
	static final class Help {

		@Option(names = { "-h", "--help" }, usageHelp = true, description = "Show this help.")
		private boolean requested;

	}

}
