package dev.rollcall.acceptance.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.rollcall.schemas.RecordKey;
import dev.rollcall.schemas.Topic;

/**
 * All artefacts of a run.
 *
 * @param ledger the client's lines
 * @param log the dump of all topics, each partition in order
 * @param stores the stores
 * @param mails the mails, in the order of their arrival
 * @param circumstances what the scenario did
 */
public record History(List<Operation> ledger, List<LogRecord> log, StoreContents stores, List<ReceivedMail> mails,
		Circumstances circumstances) {

	static final String USER_EVENTS = Topic.USER_EVENTS.name();

	static final String USERS = Topic.USERS.name();

	static final String CREDENTIALS = Topic.USER_CREDENTIALS.name();

	static final String NOTIFICATION_REQUESTS = Topic.NOTIFICATION_REQUESTS.name();

	static final String SESSION_EVENTS = Topic.SESSION_EVENTS.name();

	/**
	 * Adds mails that another server received.
	 * @param more the mails
	 * @return the changed copy
	 */
	public History alsoReceived(List<ReceivedMail> more) {
		return new History(this.ledger, this.log, this.stores,
				Stream.concat(this.mails.stream(), more.stream()).toList(), this.circumstances);
	}

	/** The last line of each operation. */
	List<Operation> outcomes() {
		Map<String, Operation> last = new LinkedHashMap<>();
		this.ledger.forEach((operation) -> last.put(operation.id(), operation));
		return List.copyOf(last.values());
	}

	Stream<LogRecord> records(String topic) {
		return this.log.stream().filter((record) -> record.topic().equals(topic));
	}

	/**
	 * Returns the records of all dead-letter topics.
	 */
	public Stream<LogRecord> deadLetters() {
		return this.log.stream().filter((record) -> Topic.isDeadLetters(record.topic()));
	}

	/** Markers and the tombstones of user events, which readers skip. */
	private static boolean isForCompaction(LogRecord record) {
		return record.bytes() == null && (record.topic().equals(USER_EVENTS) || RecordKey.MARKER.equals(record.key()));
	}

	/** The records that the services wrote, by user. */
	Map<String, List<LogRecord>> own(String topic) {
		Map<String, List<LogRecord>> byKey = new LinkedHashMap<>();
		records(topic).filter((record) -> record.fault() == null && record.key() != null)
			.filter((record) -> !isForCompaction(record))
			.filter((record) -> !this.circumstances.foreign().contains(record.key()))
			.forEach((record) -> byKey.computeIfAbsent(record.key(), (key) -> new ArrayList<>()).add(record));
		return byKey;
	}

}
