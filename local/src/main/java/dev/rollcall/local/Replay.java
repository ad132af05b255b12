package dev.rollcall.local;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

import dev.rollcall.local.process.Home;
import dev.rollcall.local.process.Refusal;
import dev.rollcall.local.topic.TopicCopy;
import dev.rollcall.local.topic.TopicCopy.Range;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Gives a downstream team records of the past once more, in a topic of its own. The topic
 * that they come from is only read.
 */
@Command(name = "replay", description = "Copies records of a topic into the private topic <topic>-replay-<name>.")
final class Replay implements Callable<Integer> {

	private final Home home;

	@Spec
	private CommandSpec spec;

	@Mixin
	private HelpOption help;

	@Option(names = "--name", required = true, paramLabel = "<name>",
			description = "Whose replay it is: lower-case letters, digits and '-'.")
	private String name = "";

	@Option(names = "--from", paramLabel = "<time>", description = "Records of this time or later, RFC 3339.")
	private @Nullable String from;

	@Option(names = "--to", paramLabel = "<time>", description = "Records before this time.")
	private @Nullable String to;

	@Option(names = "--from-offset", paramLabel = "<n>", description = "From this offset of each partition.")
	private @Nullable Long fromOffset;

	@Option(names = "--to-offset", paramLabel = "<n>", description = "Up to this offset of each partition, without it.")
	private @Nullable Long toOffset;

	@Option(names = "--partition", paramLabel = "<n>", description = "Of this partition only.")
	private @Nullable Integer partition;

	@Option(names = "--user", paramLabel = "<id>", description = "Of this user only.")
	private @Nullable String user;

	@Option(names = "--type", split = ",", paramLabel = "<type>",
			description = "Of these types, such as UserRegistered.")
	private List<String> types = List.of();

	@Option(names = "--rate", paramLabel = "<n>", description = "Records a second at most; default: ${DEFAULT-VALUE}.")
	private int rate = 1000;

	@Parameters(paramLabel = "topic", description = "Such as rollcall-user-events.")
	private String topic = "";

	Replay(Home home) {
		this.home = home;
	}

	@Override
	public Integer call() {
		if (!this.name.matches("[a-z0-9]([a-z0-9-]{0,60}[a-z0-9])?")) {
			throw Refusal.badUsage("A name has lower-case letters, digits and '-', 62 at most");
		}
		if (this.rate < 1) {
			throw Refusal.badUsage("--rate is at least 1");
		}
		if (this.topic.contains("-replay-")) {
			throw Refusal.badUsage("'%s' is a replay itself".formatted(this.topic));
		}
		Range range = range();
		try (TopicCopy copy = new TopicCopy(this.home.bootstrapServers(), this.topic, this.name)) {
			if (!copy.sourceExists()) {
				throw Refusal.badUsage("There is no topic '%s'".formatted(this.topic));
			}
			if (this.partition != null && !copy.hasPartition(this.partition)) {
				throw Refusal.badUsage("'%s' has no partition %d".formatted(this.topic, this.partition));
			}
			if (!copy.create()) {
				throw Refusal.failure("'%s' is there already; take another name".formatted(copy.target()));
			}
			TopicCopy.Result result = run(copy, range);
			this.spec.commandLine()
				.getOut()
				.printf("%,d of %,d records are in %s%n", result.copied(), result.read(), copy.target());
			return 0;
		}
		catch (KafkaException ex) {
			throw Refusal.failure("The broker at %s: %s".formatted(this.home.bootstrapServers(), ex.getMessage()));
		}
	}

	private Range range() {
		Range range = new Range(time("--from", this.from), time("--to", this.to), this.fromOffset, this.toOffset,
				this.partition, this.user, Set.copyOf(this.types));
		if (range.from() != null && range.to() != null && !range.from().isBefore(range.to())) {
			throw Refusal.badUsage("--from is before --to");
		}
		long first = (this.fromOffset != null) ? this.fromOffset : 0;
		if (first < 0 || (this.toOffset != null && first >= this.toOffset)) {
			throw Refusal.badUsage("--from-offset is 0 or more, and less than --to-offset");
		}
		return range;
	}

	/** A copy that has failed does not stay. */
	private TopicCopy.Result run(TopicCopy copy, Range range) {
		try {
			return copy.run(range, this.rate);
		}
		catch (KafkaException ex) {
			try {
				copy.delete();
			}
			catch (KafkaException left) {
				ex.addSuppressed(left);
			}
			throw ex;
		}
	}

	private static @Nullable Instant time(String option, @Nullable String text) {
		try {
			return (text != null) ? Instant.parse(text) : null;
		}
		catch (DateTimeParseException ex) {
			throw Refusal.badUsage("%s is a time such as 2026-11-25T12:00:00Z".formatted(option));
		}
	}

}
