package dev.rollcall.outbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import dev.rollcall.outbox.PendingDocuments.Pending;
import dev.rollcall.schemas.RecordKey;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the pending messages of one slot, one transaction at a time, from a take-over
 * to the first failure. After a failure all data that was read is dropped and the slot is
 * taken over again, so a fenced instance cannot append old messages. Not thread-safe.
 */
final class SlotPublisher {

	/** After these a new producer is created, in about a minute. */
	private static final int MAX_TIMEOUTS = 6;

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

	/** Up to this many are sent in much less than the transaction's time limit. */
	private static final int MAX_COMPANIONS = 10_000;

	private final int slot;

	private final Supplier<Producer<String, byte @Nullable []>> producers;

	private final RelayStore store;

	private final BlockedTopics blocked;

	private final Traces traces;

	private final Companions companions;

	private @Nullable Producer<String, byte @Nullable []> producer;

	private volatile boolean owner;

	private long epoch;

	private long kept;

	/** Take-overs of this producer that timed out. */
	private int timeouts;

	/**
	 * Creates a publisher that does not own its slot yet.
	 * @param producers creates producers with the slot's transactional id
	 */
	SlotPublisher(int slot, Supplier<Producer<String, byte @Nullable []>> producers, RelayContext context) {
		this.slot = slot;
		this.producers = producers;
		this.store = context.store();
		this.blocked = context.blocked();
		this.traces = context.traces();
		this.companions = context.companions();
	}

	int slot() {
		return this.slot;
	}

	boolean isOwner() {
		return this.owner;
	}

	/**
	 * Fences the previous owner, then confirms the store's primary by a majority write.
	 * Nothing may be read before both are done.
	 * @param assigned whether the slot is still assigned to this instance
	 */
	void takeOver(BooleanSupplier assigned) {
		try {
			if (this.producer == null) {
				this.producer = this.producers.get();
			}
			this.producer.initTransactions();
			this.timeouts = 0;
			if (assigned.getAsBoolean()) {
				this.epoch = this.store.epochs().raise(this.slot);
				this.kept = 0;
				this.owner = true;
			}
		}
		catch (TimeoutException ex) {
			// Nothing was read, and Kafka allows a repetition of this call.
			this.timeouts++;
			if (this.timeouts >= MAX_TIMEOUTS) {
				this.timeouts = 0;
				drop();
			}
			throw ex;
		}
		catch (RuntimeException ex) {
			drop();
			throw ex;
		}
	}

	/**
	 * Publishes the pending messages of documents in this slot.
	 * @throws UnsendableException if a document's message can never be sent
	 * @throws RuntimeException if anything else fails; the slot must be taken over again
	 */
	Published publish(Collection<String> ids) {
		try {
			Pending pending = withFewCompanions(this.store.pending().read(ids, this.blocked.names()));
			List<PendingDocument> documents = pending.documents();
			if (documents.isEmpty()) {
				return Published.NOTHING;
			}
			send(documents);
			keep(documents);
			this.store.pending().remove(pending);
			return Published.of(pending);
		}
		catch (RuntimeException ex) {
			drop();
			throw ex;
		}
	}

	/** A transaction must end within its time limit, however many companions it has. */
	private Pending withFewCompanions(Pending read) {
		List<PendingDocument> documents = new ArrayList<>();
		long count = 0;
		for (PendingDocument document : read.documents()) {
			if (count > MAX_COMPANIONS) {
				return new Pending(documents, read.at(), true);
			}
			documents.add(document);
			count += document.messages().stream().flatMap(this.companions::of).count();
		}
		return read;
	}

	/**
	 * Appends a marker to every partition of some topics. A duplicate is harmless.
	 * @return the offsets of the markers
	 * @throws RuntimeException if it fails; the slot must be taken over again
	 */
	Map<TopicPartition, Long> mark(List<String> topics) {
		List<Future<RecordMetadata>> sent = new ArrayList<>();
		try {
			Producer<String, byte @Nullable []> open = Objects.requireNonNull(this.producer, "producer");
			open.beginTransaction();
			for (String topic : topics) {
				OutboxMessage marker = OutboxMessage.tombstone(topic, RecordKey.MARKER, UUID.randomUUID().toString(),
						0);
				open.partitionsFor(topic).forEach((info) -> sent.add(open.send(marker.toRecord(info.partition()))));
			}
			open.commitTransaction();
			Map<TopicPartition, Long> offsets = new HashMap<>();
			for (Future<RecordMetadata> marker : sent) {
				RecordMetadata written = marker.get();
				offsets.put(new TopicPartition(written.topic(), written.partition()), written.offset());
			}
			return offsets;
		}
		catch (InterruptedException | ExecutionException ex) {
			drop();
			throw new KafkaException(ex);
		}
		catch (RuntimeException ex) {
			drop();
			throw ex;
		}
	}

	/**
	 * Runs before the removal: after a crash, pending messages are published, copied and
	 * erased again.
	 */
	private void keep(List<PendingDocument> documents) {
		this.store.published().add(documents, this.epoch, this.kept);
		this.kept += Published.count(documents);
		List<String> erased = documents.stream().filter(PendingDocument::isErased).map(PendingDocument::id).toList();
		if (!erased.isEmpty()) {
			this.store.erasures().erase(erased);
		}
	}

	/**
	 * Parks a document, so that it does not delay the others.
	 */
	void park(String document, Throwable cause) {
		String text = cause.toString();
		this.store.pending().park(document, text.substring(0, Math.min(text.length(), 500)));
	}

	/**
	 * Releases the slot. The next take-over, or at the latest the transaction timeout,
	 * aborts an open transaction.
	 */
	void drop() {
		close(Duration.ZERO);
	}

	void close() {
		close(CLOSE_TIMEOUT);
	}

	private void close(Duration timeout) {
		this.owner = false;
		Producer<String, byte @Nullable []> former = this.producer;
		this.producer = null;
		if (former != null) {
			former.close(timeout);
		}
	}

	private void send(List<PendingDocument> documents) {
		Producer<String, byte @Nullable []> open = Objects.requireNonNull(this.producer, "producer");
		List<Sending> sendings = new ArrayList<>();
		PublishSpans spans = new PublishSpans(this.traces);
		try {
			open.beginTransaction();
			for (PendingDocument document : documents) {
				for (OutboxMessage message : document.messages()) {
					spans.begin(message);
					Sending sending = new Sending(document.id(), message, send(open, message));
					sendings.add(sending);
					sending.requireNotRefused();
					this.companions.of(message).forEach((companion) -> {
						Sending sent = new Sending(document.id(), companion, send(open, companion));
						sendings.add(sent);
						sent.requireNotRefused();
					});
				}
			}
			open.commitTransaction();
		}
		catch (RuntimeException ex) {
			drop();
			RuntimeException cause = explain(sendings, documents.size() == 1, ex);
			spans.failed(cause);
			throw cause;
		}
		finally {
			spans.end();
		}
		sendings.forEach((sending) -> this.blocked.open(sending.message().topic()));
	}

	/** A topic that cannot be described fails as a topic that refuses the record. */
	private static Future<RecordMetadata> send(Producer<String, byte @Nullable []> open, OutboxMessage message) {
		if (!message.hasOwnKey()) {
			return open.send(message.toRecord(null));
		}
		try {
			int partitions = open.partitionsFor(message.topic()).size();
			return open.send(message.toRecord(message.partition(partitions)));
		}
		catch (ApiException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	/**
	 * Finds the message that caused a failure. Kafka may fail a whole batch because of
	 * one record, so a document is unsendable only if it was alone in its transaction.
	 */
	private RuntimeException explain(List<Sending> sendings, boolean alone, RuntimeException failure) {
		for (Sending sending : sendings) {
			Throwable cause = sending.failure();
			SendFailure kind = (cause != null) ? SendFailure.of(cause) : SendFailure.TRANSIENT;
			if (cause != null && kind == SendFailure.MESSAGE) {
				return new UnsendableException(sending.document(), alone, sending.message(), cause);
			}
			if (kind == SendFailure.TOPIC) {
				this.blocked.block(sending.message().topic());
				return new KafkaException("Topic " + sending.message().topic() + " refuses records", cause);
			}
		}
		return failure;
	}

	/**
	 * The committed and removed messages.
	 *
	 * @param messages the number of messages
	 * @param cut whether the size limit left some of the documents unread
	 */
	record Published(Collection<String> documents, int messages, boolean cut) {

		static final Published NOTHING = new Published(List.of(), 0, false);

		static Published of(Pending pending) {
			return new Published(pending.ids(), count(pending.documents()), pending.cut());
		}

		private static int count(List<PendingDocument> documents) {
			return documents.stream().mapToInt((document) -> document.messages().size()).sum();
		}

	}

	/**
	 * Thrown for a message that Kafka can never accept.
	 */
	static final class UnsendableException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private final String document;

		private final boolean certain;

		UnsendableException(String document, boolean certain, OutboxMessage message, Throwable cause) {
			super("Message %s for topic %s can never be sent: %s".formatted(message.id(), message.topic(), cause),
					cause);
			this.document = document;
			this.certain = certain;
		}

		String document() {
			return this.document;
		}

		/** Whether the document was alone in its transaction. */
		boolean isCertain() {
			return this.certain;
		}

	}

	private record Sending(String document, OutboxMessage message, Future<RecordMetadata> outcome) {

		/**
		 * Fails fast: a send that was refused before it left has blocked, and others
		 * would.
		 */
		void requireNotRefused() {
			if (this.outcome.isDone() && failure() != null) {
				throw new KafkaException("A message for topic " + this.message.topic() + " was refused");
			}
		}

		/**
		 * The cause of the failure. The producer is closed, so every outcome is known.
		 */
		@Nullable Throwable failure() {
			try {
				this.outcome.get();
				return null;
			}
			catch (ExecutionException ex) {
				return ex.getCause();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return null;
			}
		}

	}

}
