package dev.rollcall.acceptance.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.rollcall.acceptance.Launcher.Run;
import dev.rollcall.acceptance.check.Circumstances;
import dev.rollcall.acceptance.check.LogRecord;
import dev.rollcall.schemas.EventHeaders;
import dev.rollcall.schemas.RecordKey;
import dev.rollcall.schemas.Topic;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * F5: the broker lost the end of a partition. {@code ./rollcall verify} reports exactly
 * the missing events, and {@code --repair} publishes them again with the same ids.
 */
@Tag("faults")
class TornLogIntegrationTests {

	private static final String TOPIC = Topic.USER_EVENTS.name();

	/** Positions of the length and of the attributes in a batch. */
	private static final int LENGTH = 8;

	private static final int ATTRIBUTES = 21;

	private static final int OVERHEAD = 12;

	private static final int CONTROL = 0x20;

	private static final int CUT = FaultRun.size("cut", 5);

	@Test
	void lostEndOfTheLogIsReportedAndRepaired() {
		try (FaultRun run = FaultRun.start()) {
			// One at a time, so that no transactions overlap in the log.
			for (int i = 0; i < FaultRun.size("registrations", 60); i++) {
				run.client().register();
				new Quiet(run.system()).await(System.nanoTime(), Duration.ofMinutes(1));
			}
			Set<String> before = events(run);
			Path partition = partition(run);
			run.system().down("broker");
			cut(partition);
			run.system().up();
			Set<String> lost = new TreeSet<>(before);
			lost.removeAll(events(run));
			FaultRun.say("%d of %d events are lost", lost.size(), before.size());
			assertThat(lost).hasSize(CUT);

			Run report = run.system().run("verify");
			FaultRun.say("verify: %s", report.output());
			assertThat(report.status()).isOne();
			assertThat(named(report.output(), users(before))).isEqualTo(users(lost));

			Run repair = run.system().run("verify", "--repair");
			FaultRun.say("verify --repair: %s", repair.output());
			assertThat(repair.status()).isZero();
			run.verify(System.nanoTime(), Duration.ofSeconds(60), Circumstances.ORDINARY);
			assertThat(events(run)).isEqualTo(before);
			assertThat(run.system().run("verify").succeeded().output()).doesNotContain(users(lost));
		}
	}

	/** As "user/event id". */
	private static Set<String> events(FaultRun run) {
		return run.system()
			.dump()
			.log()
			.stream()
			.filter((record) -> record.topic().equals(TOPIC) && record.bytes() != null)
			.map((record) -> record.key() + "/" + record.headers().get(EventHeaders.ID))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static Set<String> users(Set<String> events) {
		return events.stream().map((event) -> event.replaceFirst("/.*", "")).collect(Collectors.toSet());
	}

	private static Set<String> named(String output, Set<String> users) {
		return users.stream().filter(output::contains).collect(Collectors.toSet());
	}

	/** The partition with the most records. */
	private static Path partition(FaultRun run) {
		return run.system()
			.dump()
			.log()
			.stream()
			.filter((record) -> record.topic().equals(TOPIC))
			.collect(Collectors.groupingBy(LogRecord::partition, Collectors.counting()))
			.entrySet()
			.stream()
			.max(Map.Entry.comparingByValue())
			.map((most) -> run.system().home().resolve("data/broker/log").resolve(TOPIC + "-" + most.getKey()))
			.orElseThrow();
	}

	/**
	 * Cuts in the middle of a batch and deletes the indexes, as after a machine crash.
	 */
	private static void cut(Path partition) {
		try (Stream<Path> files = Files.list(partition)) {
			for (Path file : files.toList()) {
				if (file.toString().matches(".*\\.(index|timeindex|txnindex|snapshot)")) {
					Files.delete(file);
				}
				else if (file.toString().endsWith(".log")) {
					cutSegment(file);
				}
			}
			Files.deleteIfExists(partition.resolveSibling(".kafka_cleanshutdown"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void cutSegment(Path segment) throws IOException {
		ByteBuffer log = ByteBuffer.wrap(Files.readAllBytes(segment));
		List<Integer> batches = new ArrayList<>();
		int position = 0;
		while (position + ATTRIBUTES < log.limit()) {
			int end = position + OVERHEAD + log.getInt(position + LENGTH);
			String batch = new String(log.array(), position, Math.min(end, log.limit()) - position,
					StandardCharsets.ISO_8859_1);
			if ((log.getShort(position + ATTRIBUTES) & CONTROL) == 0 && !batch.contains(RecordKey.MARKER)) {
				batches.add(position);
			}
			position = end;
		}
		int first = batches.get(batches.size() - CUT);
		try (FileChannel file = FileChannel.open(segment, StandardOpenOption.WRITE)) {
			file.truncate(first + (OVERHEAD + log.getInt(first + LENGTH)) / 2);
		}
	}

}
