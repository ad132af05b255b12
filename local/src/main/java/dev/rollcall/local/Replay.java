package dev.rollcall.local;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import dev.rollcall.local.process.Home;
import dev.rollcall.local.process.Refusal;
import dev.rollcall.local.topic.ReplayRange;
import dev.rollcall.local.topic.TopicCopy;
import dev.rollcall.schemas.EventHeaders;
import dev.rollcall.schemas.Schemas;
import dev.rollcall.schemas.Topic;
import org.apache.avro.Schema;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Copies old records of a topic into a separate topic for a downstream team. The original
 * topic is only read.
 */
@Command(name = "replay",
		description = { "Copies records of a topic into the new topic <topic>-replay-<name>.",
				"A copy has the same partition, key, value and headers, and three more headers: " + EventHeaders.REPLAY
						+ " (the name), " + EventHeaders.REPLAY_SOURCE
						+ " (topic, partition and offset of the original) and " + EventHeaders.REPLAY_TIMESTAMP
						+ " (the original's timestamp). All given conditions must be met. The copies expire." })
final class Replay extends LauncherCommand {

	/** All personal data of the log expires within this time. */
	private static final Duration MAX_RETENTION = Duration.ofDays(30);

	private final Home home;

	@Option(names = "--name", required = true, paramLabel = "<name>",
			description = "Name of the replay, such as the name of the team: lower-case letters, digits and '-'.")
	private String name = "";

	@Option(names = "--from", paramLabel = "<time>",
			description = "Only records with this timestamp or a later one, such as 2026-11-25T12:00:00Z.")
	private @Nullable Instant from;

	@Option(names = "--to", paramLabel = "<time>", description = "Only records with an earlier timestamp.")
	private @Nullable Instant to;

	@Option(names = "--from-offset", paramLabel = "<n>", description = "Start at this offset in each partition.")
	private @Nullable Long fromOffset;

	@Option(names = "--to-offset", paramLabel = "<n>",
			description = "Stop before this offset in each partition (exclusive).")
	private @Nullable Long toOffset;

	@Option(names = "--partition", paramLabel = "<n>", description = "Only records of this partition.")
	private @Nullable Integer partition;

	@Option(names = "--user", paramLabel = "<id>", description = "Only records of the user with this id.")
	private @Nullable String user;

	@Option(names = "--type", split = ",", paramLabel = "<type>",
			description = "Only events of these types, such as UserRegistered.")
	private List<String> types = List.of();

	@Option(names = "--rate", paramLabel = "<n>",
			description = "Maximum number of copies per second; default: ${DEFAULT-VALUE}.")
	private int rate = 1000;

	@Option(names = "--retention", paramLabel = "<duration>",
			description = "How long the copies are kept, such as 12h or 14d, at most 30d; default: 7d.")
	private Duration retention = Duration.ofDays(7);

	@Parameters(paramLabel = "<topic>", description = "Topic to copy from, such as rollcall-user-events.")
	private String topic = "";

	Replay(Home home) {
		this.home = home;
	}

	@Override
	public Integer call() {
		check();
		ReplayRange range = new ReplayRange(this.from, this.to, this.fromOffset, this.toOffset, this.partition,
				this.user, Set.copyOf(this.types));
		try (TopicCopy copy = new TopicCopy(this.home.bootstrapServers(), this.topic, this.name)) {
			create(copy);
			TopicCopy.Result result = run(copy, range);
			if (result.copied() == 0) {
				copy.delete();
				throw Refusal.failure("None of %,d records meets the conditions; there is no topic '%s'"
					.formatted(result.read(), copy.target()));
			}
			out().printf("%,d of %,d records are in %s%n", result.copied(), result.read(), copy.target());
			return 0;
		}
		catch (KafkaException ex) {
			throw Refusal
				.failure("Error from the broker at %s: %s".formatted(this.home.bootstrapServers(), ex.getMessage()));
		}
	}

	private void check() {
		if (!this.name.matches("[a-z0-9]([a-z0-9-]{0,60}[a-z0-9])?")) {
			throw Refusal.badUsage("--name must have 1 to 62 lower-case letters, digits and inner '-'");
		}
		if (this.rate < 1) {
			throw Refusal.badUsage("--rate must be 1 or more");
		}
		if (Topic.isReplay(this.topic)) {
			throw Refusal.badUsage("'%s' is itself a replay; replay the original topic".formatted(this.topic));
		}
		if (Topic.isRestricted(this.topic)) {
			throw Refusal
				.badUsage("'%s' has restricted readers; a replay would give others access to it".formatted(this.topic));
		}
		if (this.retention.isZero() || this.retention.compareTo(MAX_RETENTION) > 0) {
			throw Refusal.badUsage("--retention must be more than 0 and at most 30d");
		}
		checkTypes();
		if (this.from != null && this.to != null && !this.from.isBefore(this.to)) {
			throw Refusal.badUsage("--from must be before --to");
		}
		long first = (this.fromOffset != null) ? this.fromOffset : 0;
		if (first < 0 || (this.toOffset != null && first >= this.toOffset)) {
			throw Refusal.badUsage("--from-offset must be 0 or more, and less than --to-offset");
		}
	}

	/** Other teams' topics have types that Rollcall does not know. */
	private void checkTypes() {
		boolean own = Topic.all().stream().anyMatch((known) -> known.name().equals(this.topic));
		List<String> known = Schemas.ALL.stream().map(Schema::getName).toList();
		this.types.stream().filter((type) -> own && !known.contains(type)).findFirst().ifPresent((unknown) -> {
			throw Refusal.badUsage("--type: there are no events of type '%s'".formatted(unknown));
		});
	}

	private void create(TopicCopy copy) {
		if (!copy.sourceExists()) {
			throw Refusal.badUsage("There is no topic '%s'".formatted(this.topic));
		}
		if (this.partition != null && !copy.hasPartition(this.partition)) {
			throw Refusal.badUsage("'%s' has no partition %d".formatted(this.topic, this.partition));
		}
		if (!copy.create(this.retention)) {
			throw Refusal.failure("The topic '%s' already exists; choose another --name".formatted(copy.target()));
		}
	}

	/** Deletes the target if the copy fails. */
	private TopicCopy.Result run(TopicCopy copy, ReplayRange range) {
		try {
			return copy.run(range, this.rate);
		}
		catch (KafkaException ex) {
			try {
				copy.delete();
			}
			catch (KafkaException notDeleted) {
				ex.addSuppressed(notDeleted);
			}
			throw ex;
		}
	}

}
