package dev.rollcall.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.apache.kafka.common.KafkaException;
import org.bson.Document;

/**
 * Compares the published messages, as {@code outbox_published} keeps them, with the
 * topics and publishes missing ones again: for a log that has lost its end. Recognises
 * records by the header {@code ce_id}, which must be the message's id. Calls block;
 * thread-safe.
 */
final class OutboxAudit {

	/** More documents are found once these are repaired. */
	private static final int MAX_DOCUMENTS = 10_000;

	/** The clocks of broker and service may differ, and a message is copied late. */
	private static final Duration MARGIN = Duration.ofHours(1);

	private final RelayClients clients;

	private final PendingDocuments pending;

	private final PublishedMessages published;

	private final Outbox outbox;

	OutboxAudit(RelayClients clients, PendingDocuments pending, PublishedMessages published, Outbox outbox) {
		this.clients = clients;
		this.pending = pending;
		this.published = published;
		this.outbox = outbox;
	}

	/**
	 * Finds published messages that their topics lack. Records that a topic deletes by
	 * retention or compaction are not missing: of a compacted topic only the newest
	 * message of each key counts.
	 * @throws KafkaException if the broker does not respond
	 */
	List<Missing> missing() {
		Set<String> topics = new HashSet<>();
		this.published.forEach((message) -> topics.add(message.topic()));
		Map<String, Set<String>> missing = new TreeMap<>();
		topics.forEach((topic) -> look(topic, missing));
		return missing.entrySet()
			.stream()
			.map((document) -> new Missing(document.getKey(), run(document.getKey(), document.getValue())))
			.filter((document) -> !document.messageIds().isEmpty())
			.toList();
	}

	private void look(String topic, Map<String, Set<String>> missing) {
		Map<String, String> settings = this.clients.settings(topic);
		boolean compacted = settings.getOrDefault("cleanup.policy", "").contains("compact");
		Instant since = since(compacted ? -1 : Long.parseLong(settings.getOrDefault("retention.ms", "-1")));
		TopicIds inLog = TopicIds.read(this.clients.reader(), topic, since.minus(MARGIN));
		this.published.forEach((message) -> {
			boolean gone = message.topic().equals(topic) && !message.at().isBefore(since)
					&& !inLog.contains(message.id());
			if (gone && (!compacted || isNewest(message))) {
				note(message, missing);
			}
		});
	}

	private boolean isNewest(PublishedMessages.Kept message) {
		String newest = null;
		for (Document other : this.published.of(message.aggregate())) {
			PublishedMessages.Kept kept = PublishedMessages.Kept.of(other);
			newest = kept.sharesKeyWith(message) ? kept.id() : newest;
		}
		return message.id().equals(newest);
	}

	private Instant since(long retention) {
		Instant kept = this.published.since();
		if (retention < 0) {
			return kept;
		}
		Instant retained = this.published.since().plus(this.published.kept()).minusMillis(retention).plus(MARGIN);
		return retained.isAfter(kept) ? retained : kept;
	}

	private static void note(PublishedMessages.Kept message, Map<String, Set<String>> missing) {
		if (missing.size() < MAX_DOCUMENTS || missing.containsKey(message.aggregate())) {
			missing.computeIfAbsent(message.aggregate(), (id) -> new HashSet<>()).add(message.id());
		}
	}

	/**
	 * Returns the first missing message and all later ones with the same topic and
	 * partition key, because a repeat must keep their order. None if messages are
	 * pending.
	 */
	private List<String> run(String aggregate, Set<String> missing) {
		if (this.pending.isPending(aggregate)) {
			return List.of();
		}
		Set<List<String>> started = new HashSet<>();
		List<String> run = new ArrayList<>();
		for (Document message : this.published.of(aggregate)) {
			PublishedMessages.Kept kept = PublishedMessages.Kept.of(message);
			List<String> place = List.of(kept.topic(), kept.partitionKey());
			if (started.contains(place) || missing.contains(kept.id())) {
				started.add(place);
				run.add(kept.id());
			}
		}
		return run;
	}

	/**
	 * Appends missing messages to the document's outbox again, in one write, if nothing
	 * is pending there. At most 100 fit; the others are found by the next comparison. A
	 * repeat is harmless.
	 * @return whether they will be published; false if the document is deleted or has
	 * pending messages
	 */
	boolean publishAgain(Missing missing) {
		Map<String, OutboxMessage> messages = new LinkedHashMap<>();
		for (Document kept : this.published.of(missing.aggregateId())) {
			String id = kept.getString(Fields.ID);
			if (missing.messageIds().contains(id)) {
				messages.put(id, OutboxMessage.from(new Document(kept).append("id", id)));
			}
		}
		List<OutboxMessage> run = messages.values().stream().limit(Outbox.CAPACITY).toList();
		boolean done = !run.isEmpty() && this.pending.appendAgain(missing.aggregateId(), run);
		if (done) {
			this.outbox.wake(missing.aggregateId());
		}
		return done;
	}

	/**
	 * Releases parked documents, so that they are published.
	 * @return the number of released documents
	 */
	long release() {
		return this.pending.release();
	}

	/**
	 * The missing messages of a document.
	 *
	 * @param aggregateId the document's {@code _id}
	 * @param messageIds the messages to publish again, in order
	 */
	record Missing(String aggregateId, List<String> messageIds) {

	}

}
