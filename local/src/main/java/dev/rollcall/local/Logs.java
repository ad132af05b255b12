package dev.rollcall.local;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import dev.rollcall.local.process.Home;
import dev.rollcall.local.process.ProcessName;
import dev.rollcall.local.process.Refusal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Prints the log of a process, JSON lines as plain text.
 */
@Command(name = "logs", description = "Prints the log of a process: time, level, logger, message and stack trace.")
final class Logs extends LauncherCommand {

	private final Home home;

	@Option(names = { "-f", "--follow" }, description = "Keep printing new lines until Ctrl-C.")
	private boolean follow;

	@Option(names = "--raw",
			description = "Print the lines as they are in the file. Services log JSON in the Elastic Common Schema.")
	private boolean raw;

	@Parameters(paramLabel = "<process>", description = PROCESS)
	private String name = "";

	Logs(Home home) {
		this.home = home;
	}

	@Override
	public Integer call() throws IOException, InterruptedException {
		Path log = this.home.log(ProcessName.parse(this.name));
		if (!Files.exists(log)) {
			throw Refusal.failure("%1$s has no log yet; start it with ./rollcall up %1$s".formatted(this.name));
		}
		long printed = print(log, 0);
		while (this.follow) {
			TimeUnit.MILLISECONDS.sleep(200);
			// A shorter file is a new one: the old log was rotated.
			long from = (Files.exists(log) && Files.size(log) < printed) ? 0 : printed;
			printed = Files.exists(log) ? print(log, from) : 0;
		}
		return 0;
	}

	/** Prints complete lines only; an incomplete last line is printed next time. */
	private long print(Path log, long from) throws IOException {
		long position = from;
		try (InputStream in = new BufferedInputStream(Files.newInputStream(log))) {
			in.skipNBytes(from);
			ByteArrayOutputStream line = new ByteArrayOutputStream();
			for (int next = in.read(); next >= 0; next = in.read()) {
				if (next != '\n') {
					line.write(next);
					continue;
				}
				position += line.size() + 1;
				String text = line.toString(StandardCharsets.UTF_8);
				out().println(this.raw ? text : LogLine.readable(text));
				line.reset();
			}
		}
		out().flush();
		return position;
	}

}
