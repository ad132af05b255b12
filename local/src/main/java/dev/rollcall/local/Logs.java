package dev.rollcall.local;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

import dev.rollcall.local.process.Home;
import dev.rollcall.local.process.ProcessName;
import dev.rollcall.local.process.Refusal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Prints a process's log; what a service has written as JSON, as a person reads it.
 */
@Command(name = "logs", description = "Prints a process's log, in short; --raw as it is.")
final class Logs implements Callable<Integer> {

	private final Home home;

	@Spec
	private CommandSpec spec;

	@Mixin
	private HelpOption help;

	@Option(names = { "-f", "--follow" }, description = "Go on with what is added, until Ctrl-C.")
	private boolean follow;

	@Option(names = "--raw", description = "As it stands in the file: JSON in the Elastic Common Schema from services.")
	private boolean raw;

	@Parameters(paramLabel = "process", description = "Such as broker or gateway#2.")
	private String name = "";

	Logs(Home home) {
		this.home = home;
	}

	@Override
	public Integer call() throws IOException, InterruptedException {
		Path log = this.home.log(ProcessName.parse(this.name));
		if (!Files.exists(log)) {
			throw Refusal.failure("%1$s has no log yet; ./rollcall up %1$s starts it".formatted(this.name));
		}
		long printed = print(log, 0);
		while (this.follow) {
			TimeUnit.MILLISECONDS.sleep(200);
			// A log that got shorter was set aside; the new one is printed from its
			// start.
			long from = (Files.exists(log) && Files.size(log) < printed) ? 0 : printed;
			printed = Files.exists(log) ? print(log, from) : 0;
		}
		return 0;
	}

	/** Whole lines only; one that is being written is printed the next time. */
	private long print(Path log, long from) throws IOException {
		PrintWriter out = this.spec.commandLine().getOut();
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
				out.println(this.raw ? text : LogLine.readable(text));
				line.reset();
			}
		}
		out.flush();
		return position;
	}

}
