package dev.rollcall.outbox;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

import org.bson.Document;

import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Update;

/**
 * Appends messages to the document of an aggregate, in the same atomic write as the
 * change that they publish. A service has one outbox, on one collection whose {@code _id}
 * is a string. Thread-safe.
 * <p>
 * Guarantee: messages appended by an acknowledged majority write are published at least
 * once, in the order of appending for each document, and removed only after Kafka has
 * committed them. The idea is the transactional outbox pattern, with the aggregate's own
 * document instead of a table, so that no multi-document transaction is needed.
 */
public final class Outbox {

	/**
	 * The number of pending messages in one document at which {@link #room()} refuses.
	 */
	public static final int CAPACITY = 100;

	/**
	 * The number of pending messages in one document at which {@link #reserve()} refuses.
	 */
	public static final int CAPACITY_WITH_RESERVE = 2 * CAPACITY;

	private final Clock clock;

	private final Consumer<String> waking;

	private final Consumer<String> bulk;

	Outbox(Clock clock, Consumer<String> waking, Consumer<String> bulk) {
		this.clock = clock;
		this.waking = waking;
		this.bulk = bulk;
	}

	/**
	 * Returns the guard to AND into the query of every command that appends: the update
	 * matches nothing while {@value #CAPACITY} or more messages are pending, and the
	 * command responds that it is unavailable.
	 */
	public Criteria room() {
		return room(CAPACITY);
	}

	/**
	 * Returns the guard for commands that must not be refused, such as ending a session,
	 * instead of {@link #room()}: it allows as many messages again.
	 */
	public Criteria reserve() {
		return room(CAPACITY_WITH_RESERVE);
	}

	/**
	 * Returns a guard that matches while fewer than a number of messages are pending.
	 * @param limit at least 1
	 */
	public Criteria room(int limit) {
		return Criteria.where(Fields.OUTBOX + "." + (limit - 1)).exists(false);
	}

	/**
	 * Returns a guard that matches while no message is pending.
	 */
	public Criteria nothingPending() {
		return room(1);
	}

	/**
	 * Whether {@link #room(int)} refuses a document as it was read again after a guarded
	 * update that matched nothing. If not, the update lost a race and is to be repeated:
	 * guards see the primary's newest data, while reads with read concern majority lag
	 * behind it, so an unchanged document proves nothing.
	 */
	public static boolean isFull(Document document, int limit) {
		return document.getList(Fields.OUTBOX, Document.class, List.of()).size() >= limit;
	}

	/**
	 * Whether a document has pending messages.
	 */
	public static boolean pending(Document document) {
		return !messages(document).isEmpty();
	}

	/**
	 * Appends messages in a command's guarded update. Call this once for an update. The
	 * update must not replace the whole document: that would restore messages that were
	 * published and removed in the meantime.
	 * @param update the command's update; changed in place
	 * @param aggregateId the document's {@code _id}
	 * @return the same update
	 */
	public Update append(Update update, String aggregateId, List<OutboxMessage> messages) {
		if (!messages.isEmpty()) {
			update.push(Fields.OUTBOX).each(messages.stream().map(OutboxMessage::toDocument).toArray());
			update.set(Fields.SLOT, Slot.of(aggregateId));
			update.min(Fields.SINCE, now());
			update.inc(Fields.COUNT, 1L);
		}
		return update;
	}

	/**
	 * Appends messages to a new document before its insert.
	 * @param document the new document, with its {@code _id}; changed in place
	 * @return the same document
	 */
	public Document append(Document document, List<OutboxMessage> messages) {
		if (!messages.isEmpty()) {
			List<Document> pending = new ArrayList<>(messages(document));
			messages.stream().map(OutboxMessage::toDocument).forEach(pending::add);
			document.put(Fields.OUTBOX, pending);
			document.put(Fields.SLOT, Slot.of(Objects.requireNonNull(document.getString(Fields.ID), "_id")));
			document.putIfAbsent(Fields.SINCE, now());
			document.put(Fields.COUNT, count(document) + 1);
		}
		return document;
	}

	/**
	 * Whether a document has pending messages to one of these topics.
	 */
	public static boolean pending(Document document, Collection<String> topics) {
		return messages(document).stream()
			.anyMatch((message) -> topics.contains(message.getString(OutboxMessage.TOPIC)));
	}

	/**
	 * Discards the pending messages to some topics, because the log already has them. The
	 * others stay. Guard the update with {@link #unchanged}.
	 * @param update an update; changed in place
	 * @param read the document as it was read
	 * @return the same update
	 */
	public Update drop(Update update, Document read, Collection<String> topics) {
		boolean all = messages(read).stream()
			.allMatch((message) -> topics.contains(message.getString(OutboxMessage.TOPIC)));
		return all ? update.unset(Fields.OUTBOX).unset(Fields.SLOT).unset(Fields.SINCE).unset(Fields.PARKED)
				: update.pull(Fields.OUTBOX, new Document(OutboxMessage.TOPIC, new Document("$in", topics)));
	}

	/**
	 * Returns a guard that matches while nothing was appended since a document was read.
	 */
	public Criteria unchanged(Document read) {
		return Criteria.where(Fields.COUNT).is(read.get(Fields.COUNT));
	}

	private static List<Document> messages(Document document) {
		return document.getList(Fields.OUTBOX, Document.class, List.of());
	}

	/**
	 * Notifies the owner of the document's slot of pending messages. Call this after the
	 * write is acknowledged. Neither blocks nor fails; a lost notification only delays
	 * the messages.
	 * @param aggregateId the document's {@code _id}
	 */
	public void wake(String aggregateId) {
		this.waking.accept(aggregateId);
	}

	/**
	 * Like {@link #wake(String)}, for bulk writes such as an import: other documents'
	 * messages do not wait behind them. If another instance owns the slot, its sweep
	 * finds the messages.
	 * @param aggregateId the document's {@code _id}
	 */
	public void wakeForBulk(String aggregateId) {
		this.bulk.accept(aggregateId);
	}

	private static long count(Document document) {
		return (document.get(Fields.COUNT) instanceof Number count) ? count.longValue() : 0;
	}

	private Date now() {
		return Date.from(Instant.now(this.clock));
	}

}
