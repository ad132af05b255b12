package dev.rollcall.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import dev.rollcall.verification.Checkpoint;
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

	/** The ids of the messages of one window are in memory, 8 bytes each. */
	private static final Duration WINDOW = Duration.ofDays(1);

	/** A store's document has at most 16 MiB; this leaves room for the aggregate. */
	private static final int MAX_RUN_BYTES = 8 * 1024 * 1024;

	private static final int MAX_ATTEMPTS = 5;

	/** How long the publication of released documents is awaited. */
	private static final Duration PUBLICATION = Duration.ofSeconds(30);

	private static final Duration POLL = Duration.ofMillis(200);

	private static final String UNTIL = "until";

	private static final String TURN = "turn";

	/** Whether the last run found missing messages: then everything is compared. */
	private static final String LEFT = "left";

	private final RelayClients clients;

	private final PendingDocuments pending;

	private final PublishedMessages published;

	private final Outbox outbox;

	private final Duration settling;

	/**
	 * Creates an audit.
	 * @param settling the age at which a message is compared
	 */
	OutboxAudit(RelayClients clients, PendingDocuments pending, PublishedMessages published, Outbox outbox,
			Duration settling) {
		this.clients = clients;
		this.pending = pending;
		this.published = published;
		this.outbox = outbox;
		this.settling = settling;
	}

	/**
	 * Waits until everything that was published before this call is old enough to be
	 * compared: a repair of the aggregates that follows must not take it for unpublished.
	 */
	void settle() {
		Duration age = this.published.newest()
			.map((newest) -> Duration.between(newest, this.published.now()))
			.orElse(this.settling);
		Duration rest = this.settling.minus(age.isNegative() ? Duration.ZERO : age);
		if (!rest.isNegative()) {
			sleep(rest);
		}
	}

	private static void sleep(Duration duration) {
		try {
			TimeUnit.NANOSECONDS.sleep(duration.toNanos());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("The verification was interrupted", ex);
		}
	}

	/**
	 * Finds published messages that their topics lack. Records that a topic deletes by
	 * retention or compaction are not missing: of a compacted topic only the newest
	 * message of each key counts. Messages that were published just now are not compared.
	 * @throws KafkaException if the broker does not respond
	 */
	Result compare() {
		return compare(this.published.since(), settled());
	}

	/**
	 * Compares what was published since the last scheduled run, and one of the other days
	 * in turn.
	 */
	Result compare(Checkpoint checkpoint) {
		Instant until = settled();
		Document progress = checkpoint.read();
		if (progress.getBoolean(LEFT, false)) {
			Result all = compare();
			save(checkpoint, until, progress.getInteger(TURN, 0), all);
			return all;
		}
		Date before = progress.getDate(UNTIL);
		int turn = progress.getInteger(TURN, 0);
		Instant day = this.published.since().plus(WINDOW.multipliedBy(turn));
		Result added = compare((before != null) ? before.toInstant() : until, until);
		Result older = compare(day, day.plus(WINDOW).isBefore(until) ? day.plus(WINDOW) : until);
		boolean last = !day.plus(WINDOW).isBefore(until);
		Result result = added.and(older);
		save(checkpoint, until, last ? 0 : turn + 1, result);
		return result;
	}

	private static void save(Checkpoint checkpoint, Instant until, int turn, Result result) {
		checkpoint
			.save(new Document(UNTIL, Date.from(until)).append(TURN, turn).append(LEFT, !result.missing().isEmpty()));
	}

	/** To be called before the ends of the topics are read. */
	private Instant settled() {
		return this.published.now().minus(this.settling);
	}

	private Result compare(Instant first, Instant until) {
		Search search = new Search();
		for (String topic : this.published.topics(first, until)) {
			Map<String, String> settings = this.clients.settings(topic);
			boolean compacted = settings.getOrDefault("cleanup.policy", "").contains("compact");
			Instant since = since(compacted ? -1 : Long.parseLong(settings.getOrDefault("retention.ms", "-1")));
			for (Instant from = since.isAfter(first) ? since : first; from.isBefore(until); from = from.plus(WINDOW)) {
				Instant end = from.plus(WINDOW);
				search.look(topic, compacted, from, end.isBefore(until) ? end : until);
			}
		}
		return search.result();
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
		Instant retained = this.published.now().minusMillis(retention).plus(MARGIN);
		return retained.isAfter(kept) ? retained : kept;
	}

	/**
	 * Returns the first missing message of each topic and all later ones, because a
	 * repeat must keep their order. None if messages are pending.
	 */
	private List<Document> run(String aggregate, Set<String> missing) {
		Set<String> started = new HashSet<>();
		List<Document> run = new ArrayList<>();
		for (Document message : this.published.of(aggregate)) {
			PublishedMessages.Kept kept = PublishedMessages.Kept.of(message);
			if (started.contains(kept.topic()) || missing.contains(kept.id())) {
				started.add(kept.topic());
				run.add(message);
			}
		}
		return run;
	}

	/**
	 * Appends missing messages to the document's outbox again, in one write, if nothing
	 * is pending there: from the first missing one to the last that was published until
	 * then, so that no older message is ever behind a newer one. A repeat is harmless.
	 * @return whether they will be published; false if the document is deleted or has
	 * pending messages, or if they are too many for a document
	 */
	boolean publishAgain(Missing missing) {
		for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
			Optional<PendingDocuments.Idle> idle = this.pending.idle(missing.aggregateId());
			if (idle.isEmpty()) {
				return false;
			}
			List<OutboxMessage> run = messages(missing);
			if (run.isEmpty() || run.stream().mapToInt(OutboxMessage::size).sum() > MAX_RUN_BYTES) {
				return run.isEmpty();
			}
			if (this.pending.appendAgain(idle.get(), run)) {
				this.outbox.wake(missing.aggregateId());
				return true;
			}
		}
		return false;
	}

	private List<OutboxMessage> messages(Missing missing) {
		Map<String, OutboxMessage> messages = new LinkedHashMap<>();
		for (Document kept : run(missing.aggregateId(), Set.copyOf(missing.messageIds()))) {
			String id = kept.getString(Fields.ID);
			messages.put(id, OutboxMessage.from(new Document(kept).append("id", id)));
		}
		return List.copyOf(messages.values());
	}

	/**
	 * Returns the first parked documents.
	 */
	List<String> parked() {
		return this.pending.parked(MAX_DOCUMENTS);
	}

	/**
	 * Releases parked documents, so that they are published.
	 * @return the number of released documents
	 */
	long release() {
		return this.pending.release();
	}

	/**
	 * Waits until released documents are published, or parked again.
	 * @return those that have nothing pending
	 */
	List<String> published(List<String> released) {
		long end = System.nanoTime() + PUBLICATION.toNanos();
		List<String> left = this.pending.pending(released);
		while (!this.pending.parked(MAX_DOCUMENTS).containsAll(left) && System.nanoTime() - end < 0) {
			sleep(POLL);
			left = this.pending.pending(left);
		}
		List<String> published = new ArrayList<>(released);
		published.removeAll(left);
		return published;
	}

	/**
	 * The result of a comparison.
	 *
	 * @param compared the number of compared messages
	 */
	record Result(long compared, List<Missing> missing) {

		Result and(Result other) {
			Map<String, Missing> all = new LinkedHashMap<>();
			this.missing.forEach((one) -> all.put(one.aggregateId(), one));
			other.missing.forEach((one) -> all.merge(one.aggregateId(), one,
					(a, b) -> (a.messageIds().size() < b.messageIds().size()) ? b : a));
			return new Result(this.compared + other.compared, List.copyOf(all.values()));
		}

	}

	/**
	 * The missing messages of a document.
	 *
	 * @param aggregateId the document's {@code _id}
	 * @param messageIds the messages to publish again, in order
	 */
	record Missing(String aggregateId, List<String> messageIds) {

	}

	/** Collects the missing messages by document. */
	private final class Search {

		private final Map<String, Set<String>> missing = new TreeMap<>();

		private long compared;

		/**
		 * Looks for the messages of a window of time. What is missing counts if it is not
		 * among the records either that were added in the meantime.
		 */
		void look(String topic, boolean compacted, Instant from, Instant until) {
			TopicIds inLog = TopicIds.read(OutboxAudit.this.clients.reader(), topic, from.minus(MARGIN),
					until.plus(MARGIN));
			List<PublishedMessages.Kept> suspects = new ArrayList<>();
			OutboxAudit.this.published.forEach(topic, from, until, (message) -> {
				this.compared++;
				if (!inLog.contains(message.id()) && suspects.size() < MAX_DOCUMENTS) {
					suspects.add(message);
				}
			});
			if (!suspects.isEmpty()) {
				TopicIds later = inLog.readOn(OutboxAudit.this.clients.reader(), topic);
				suspects.removeIf((message) -> later.contains(message.id()) || (compacted && !isNewest(message)));
				suspects.forEach(this::note);
			}
		}

		private void note(PublishedMessages.Kept message) {
			if (this.missing.size() < MAX_DOCUMENTS || this.missing.containsKey(message.aggregate())) {
				this.missing.computeIfAbsent(message.aggregate(), (id) -> new HashSet<>()).add(message.id());
			}
		}

		Result result() {
			List<Missing> found = new ArrayList<>();
			this.missing.forEach((aggregate, ids) -> {
				if (OutboxAudit.this.pending.idle(aggregate).isPresent()) {
					List<String> run = run(aggregate, ids).stream()
						.map((message) -> message.getString(Fields.ID))
						.toList();
					if (!run.isEmpty()) {
						found.add(new Missing(aggregate, run));
					}
				}
			});
			return new Result(this.compared, found);
		}

	}

}
