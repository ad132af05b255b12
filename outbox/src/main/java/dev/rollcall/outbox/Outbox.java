package dev.rollcall.outbox;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

import org.bson.Document;

import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Update;

/**
 * Puts messages into the document of an aggregate, in the same atomic write as the change
 * they tell of. A service has one outbox, on one collection whose {@code _id} is a
 * string. Safe for use by many threads.
 * <p>
 * Guarantee: what a majority write has appended is published at least once, in the order
 * of appending for each document, and removed only after Kafka has committed it. The idea
 * is the transactional outbox pattern, with the aggregate's own document in the place of
 * a table, so that no multi-document transaction is needed.
 */
public final class Outbox {

	/** The most messages that wait in one document before {@link #room()} refuses. */
	public static final int CAPACITY = 100;

	/** How many slots there are, and so partitions of the relay topic. Never changes. */
	public static final int SLOTS = Slot.COUNT;

	private static final int RESERVE = 100;

	private final Clock clock;

	private final Consumer<String> waking;

	Outbox(Clock clock, Consumer<String> waking) {
		this.clock = clock;
		this.waking = waking;
	}

	/**
	 * Returns the guard to AND into the query of every command that appends: the update
	 * matches nothing while {@value #CAPACITY} messages or more are pending, and the
	 * command answers that it is unavailable.
	 * @return what the document must fulfil
	 */
	public Criteria room() {
		return fewerThan(CAPACITY);
	}

	/**
	 * Returns the guard for what must not wait, such as ending a session: it has as many
	 * again in reserve.
	 * @return what the document must fulfil, in the place of {@link #room()}
	 */
	public Criteria reserve() {
		return fewerThan(CAPACITY + RESERVE);
	}

	/**
	 * Adds messages to the one guarded update of a command. Call it once for an update,
	 * which must not be a replacement of the whole document: it would bring back messages
	 * that were published and removed meanwhile.
	 * @param update the command's update; changed in place
	 * @param aggregateId the document's {@code _id}
	 * @param messages the messages, in order
	 * @return the same update
	 */
	public Update append(Update update, String aggregateId, List<OutboxMessage> messages) {
		if (!messages.isEmpty()) {
			update.push(Fields.OUTBOX).each(messages.stream().map(OutboxMessage::toDocument).toArray());
			update.set(Fields.SLOT, Slot.of(aggregateId));
			update.min(Fields.SINCE, now());
		}
		return update;
	}

	/**
	 * Adds messages to a document that is about to be inserted.
	 * @param document the new document, with its {@code _id}; changed in place
	 * @param messages the messages, in order
	 * @return the same document
	 */
	public Document append(Document document, List<OutboxMessage> messages) {
		if (!messages.isEmpty()) {
			List<Document> pending = new ArrayList<>(document.getList(Fields.OUTBOX, Document.class, List.of()));
			messages.stream().map(OutboxMessage::toDocument).forEach(pending::add);
			document.put(Fields.OUTBOX, pending);
			document.put(Fields.SLOT, Slot.of(Objects.requireNonNull(document.getString(Fields.ID), "_id")));
			document.putIfAbsent(Fields.SINCE, now());
		}
		return document;
	}

	/**
	 * Tells the owner of the document's slot that something is pending. Call it after the
	 * write is acknowledged. Neither blocks nor fails; a hint that gets lost only delays.
	 * @param aggregateId the document's {@code _id}
	 */
	public void wake(String aggregateId) {
		this.waking.accept(aggregateId);
	}

	private Criteria fewerThan(int pending) {
		return Criteria.where(Fields.OUTBOX + "." + (pending - 1)).exists(false);
	}

	private Date now() {
		return Date.from(Instant.now(this.clock));
	}

}
