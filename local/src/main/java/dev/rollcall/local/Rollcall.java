package dev.rollcall.local;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.rollcall.local.process.Home;
import dev.rollcall.local.process.Refusal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParameterException;

/**
 * The launcher behind {@code ./rollcall}. Every error is one line on standard error.
 */
@Command(name = "rollcall", description = "Runs a complete Rollcall system on this machine.",
		subcommands = { Up.class, Down.class, Restart.class, Status.class, DemoCommand.class, Tail.class, Logs.class,
				DeadLetters.class, Verify.class, Rebuild.class, Replay.class, Reseal.class, MakeSecrets.class,
				BenchCommand.class, HelpCommand.class },
		footer = { "", "./rollcall help <command> shows the options of a command.",
				"Exit status: 0 success, 1 failure, 2 wrong usage.", "Environment:",
				"  ROLLCALL_HOME          folder of data, logs and secrets; default: .rollcall",
				"  ROLLCALL_PORT_OFFSET   number to add to every port; default: 0",
				"  ROLLCALL_JVM           server: services run with all compilers and larger heaps, as in production" })
public final class Rollcall extends LauncherCommand {

	private static final String UNKNOWN = "No such command. ./rollcall up starts everything; "
			+ "./rollcall help lists all commands";

	private static final Pattern DURATION = Pattern.compile("(\\d{1,9})([mhd])");

	private Rollcall() {
	}

	/**
	 * Runs a command and exits with its status: 0 for success, 1 for failure, 2 for wrong
	 * usage.
	 */
	public static void main(String[] args) {
		System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "off");
		System.exit(run(args, System.getenv(), new PrintWriter(System.out, true), new PrintWriter(System.err, true)));
	}

	static int run(String[] args, Map<String, String> environment, PrintWriter out, PrintWriter err) {
		try {
			Home home = Home.of(Path.of(System.getProperty("rollcall.root", ".")).toAbsolutePath().normalize(),
					environment);
			return new CommandLine(new Rollcall(), new CommandFactory(home)).setOut(out)
				.setErr(err)
				.registerConverter(Instant.class, Rollcall::time)
				.registerConverter(Duration.class, Rollcall::duration)
				.setParameterExceptionHandler((ex, arguments) -> wrongUsage(ex, err))
				.setExecutionExceptionHandler((ex, command, parsed) -> failed(ex, err))
				.execute(args);
		}
		catch (Refusal ex) {
			return failed(ex, err);
		}
	}

	@Override
	public Integer call() {
		throw Refusal.badUsage(UNKNOWN);
	}

	private static Instant time(String text) {
		try {
			return Instant.parse(text);
		}
		catch (DateTimeParseException ex) {
			throw new CommandLine.TypeConversionException(
					"'%s' is not a time such as 2026-11-25T12:00:00Z".formatted(text));
		}
	}

	private static Duration duration(String text) {
		Matcher matcher = DURATION.matcher(text);
		if (!matcher.matches()) {
			throw new CommandLine.TypeConversionException(
					"'%s' is not a duration such as 30m, 12h or 7d".formatted(text));
		}
		long amount = Long.parseLong(matcher.group(1));
		return switch (matcher.group(2)) {
			case "m" -> Duration.ofMinutes(amount);
			case "h" -> Duration.ofHours(amount);
			default -> Duration.ofDays(amount);
		};
	}

	private static int wrongUsage(ParameterException ex, PrintWriter err) {
		CommandLine command = ex.getCommandLine();
		err.println((command.getParent() == null) ? UNKNOWN
				: "%s; see ./%s --help".formatted(firstLine(ex), command.getCommandSpec().qualifiedName()));
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
