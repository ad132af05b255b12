package dev.rollcall.local;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;

import dev.rollcall.local.process.Home;
import dev.rollcall.local.process.Refusal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

/**
 * The command that a person types. What cannot be done is said in one line.
 */
@Command(name = "rollcall", description = "Runs the whole of Rollcall on this machine.",
		subcommands = { Up.class, Down.class, Restart.class, Status.class, DemoCommand.class, Tail.class, Logs.class,
				DeadLetters.class, Verify.class, Rebuild.class, Replay.class, Reseal.class, MakeSecrets.class,
				HelpCommand.class })
public final class Rollcall {

	@Mixin
	private HelpOption help;

	private Rollcall() {
	}

	/**
	 * Runs a command and ends the JVM with its status: 0, 1 if it failed, 2 if it was
	 * asked for in the wrong way.
	 * @param args the command and its arguments
	 */
	public static void main(String[] args) {
		System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "off");
		System.exit(run(args, System.getenv(), new PrintWriter(System.out, true), new PrintWriter(System.err, true)));
	}

	static int run(String[] args, Map<String, String> environment, PrintWriter out, PrintWriter err) {
		try {
			Home home = Home.of(Path.of(System.getProperty("rollcall.root", ".")).toAbsolutePath().normalize(),
					environment);
			CommandLine commands = new CommandLine(new Rollcall(), new CommandFactory(home));
			commands.setOut(out);
			commands.setErr(err);
			commands.setParameterExceptionHandler((ex, arguments) -> badUsage(ex, err));
			commands.setExecutionExceptionHandler((ex, command, parsed) -> failed(ex, err));
			return commands.execute((args.length > 0) ? args : new String[] { "(none)" });
		}
		catch (Refusal ex) {
			return failed(ex, err);
		}
	}

	private static int badUsage(ParameterException ex, PrintWriter err) {
		CommandLine command = ex.getCommandLine();
		if (command.getParent() == null) {
			err.println("There is no such command; ./rollcall up starts everything, ./rollcall help lists the rest");
		}
		else {
			err.println("%s; see ./%s --help".formatted(firstLine(ex), command.getCommandSpec().qualifiedName()));
		}
		return 2;
	}

	private static int failed(Exception ex, PrintWriter err) {
		if (ex instanceof Refusal refusal) {
			err.println(firstLine(refusal));
			return refusal.status();
		}
		err.println("Failed: " + firstLine(ex));
		return 1;
	}

	private static String firstLine(Exception ex) {
		return String.valueOf((ex.getMessage() != null) ? ex.getMessage() : ex).lines().findFirst().orElse("");
	}

}
