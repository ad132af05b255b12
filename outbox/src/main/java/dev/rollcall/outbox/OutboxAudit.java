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
 * Compares what was published, as {@code outbox_published} keeps it, with what the topics
 * hold, and has what they lack published again: for a log that has lost its end. A record
 * is told by its header {@code ce_id}, which has to be the message's id. Blocks; for any
 * thread.
 */
final class OutboxAudit {

	/**
	 * How many documents are reported at most; more are found when these are repaired.
	 */
	static final int LIMIT = 10_000;

	/** The clocks of broker and service may differ, and a message is noted late. */
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
	 * Looks for messages that were published and are not in their topics any more. What
	 * the topic itself lets go, by age or by compaction, is not missed: of a compacted
	 * topic the newest message of each key counts.
	 * @return for each document what the log lacks
	 * @throws KafkaException if the broker does not answer
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
			newest = kept.isBesides(message) ? kept.id() : newest;
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
		if (missing.size() < LIMIT || missing.containsKey(message.aggregate())) {
			missing.computeIfAbsent(message.aggregate(), (id) -> new HashSet<>()).add(message.id());
		}
	}

	/**
	 * From the first that is missing on all that went to the same topic under the same
	 * key: a repeat is a whole run. What is pending again is no longer missing.
	 */
	private List<String> run(String aggregate, Set<String> missing) {
		if (this.pending.isPending(aggregate)) {
			return List.of();
		}
		Set<List<String>> begun = new HashSet<>();
		List<String> run = new ArrayList<>();
		for (Document message : this.published.of(aggregate)) {
			PublishedMessages.Kept kept = PublishedMessages.Kept.of(message);
			List<String> place = List.of(kept.topic(), kept.key());
			if (begun.contains(place) || missing.contains(kept.id())) {
				begun.add(place);
				run.add(kept.id());
			}
		}
		return run;
	}

	/**
	 * Puts what the log lacks back into the document's outbox, in one write, where
	 * nothing is pending. What does not fit, 100 at once, is missing still when these are
	 * published. Repeating it is harmless.
	 * @param missing as {@link #missing()} found it
	 * @return whether it will be published; false where the document is gone or has
	 * something pending
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
	 * Has parked documents tried again.
	 * @return how many were parked
	 */
	long release() {
		return this.pending.release();
	}

	/**
	 * What the log lacks of a document's messages.
	 *
	 * @param aggregateId the document's {@code _id}
	 * @param messageIds the messages that are to be published again, in order
	 */
	record Missing(String aggregateId, List<String> messageIds) {

	}

}
