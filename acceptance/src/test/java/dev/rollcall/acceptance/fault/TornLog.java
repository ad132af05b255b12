package dev.rollcall.acceptance.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.rollcall.acceptance.check.LogRecord;
import dev.rollcall.schemas.EventHeaders;
import dev.rollcall.schemas.RecordKey;
import dev.rollcall.schemas.Topic;

/**
 * The user events of a broker that loses the end of a partition.
 */
final class TornLog {

	private static final String TOPIC = Topic.USER_EVENTS.name();

	/** Positions of the length and of the attributes in a batch. */
	private static final int LENGTH = 8;

	private static final int ATTRIBUTES = 21;

	private static final int OVERHEAD = 12;

	private static final int CONTROL = 0x20;

	private final FaultSystem system;

	TornLog(FaultSystem system) {
		this.system = system;
	}

	/** The user events, as "user/event id". */
	Set<String> events() {
		return records((record) -> record.bytes() != null)
			.map((record) -> record.key() + "/" + record.headers().get(EventHeaders.ID))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	static Set<String> users(Set<String> events) {
		return events.stream().map((event) -> event.replaceFirst("/.*", "")).collect(Collectors.toSet());
	}

	/**
	 * Restarts the broker without the last events of a partition, and starts all other
	 * processes that do not run.
	 * @param batches the number of lost batches: of lost events, if no transactions
	 * overlap
	 * @param type the partition is the one with the most events of this type
	 * @return the lost events
	 */
	Set<String> tear(int batches, Predicate<LogRecord> type) {
		Set<String> lost = events();
		Path partition = partition(type);
		this.system.down("broker");
		cut(partition, batches);
		this.system.up();
		lost.removeAll(events());
		return lost;
	}

	private Path partition(Predicate<LogRecord> type) {
		return records(type).collect(Collectors.groupingBy(LogRecord::partition, Collectors.counting()))
			.entrySet()
			.stream()
			.max(Map.Entry.comparingByValue())
			.map((most) -> this.system.home().resolve("data/broker/log").resolve(TOPIC + "-" + most.getKey()))
			.orElseThrow();
	}

	private Stream<LogRecord> records(Predicate<LogRecord> condition) {
		return this.system.dump().log().stream().filter((record) -> record.topic().equals(TOPIC)).filter(condition);
	}

	/**
	 * Cuts in the middle of a batch and deletes the indexes, as after a machine crash.
	 */
	private static void cut(Path partition, int batches) {
		try (Stream<Path> files = Files.list(partition)) {
			for (Path file : files.toList()) {
				if (file.toString().matches(".*\\.(index|timeindex|txnindex|snapshot)")) {
					Files.delete(file);
				}
				else if (file.toString().endsWith(".log")) {
					cutSegment(file, batches);
				}
			}
			Files.deleteIfExists(partition.resolveSibling(".kafka_cleanshutdown"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void cutSegment(Path segment, int cut) throws IOException {
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
		int first = batches.get(batches.size() - cut);
		try (FileChannel file = FileChannel.open(segment, StandardOpenOption.WRITE)) {
			file.truncate(first + (OVERHEAD + log.getInt(first + LENGTH)) / 2);
		}
	}

}
