package dev.rollcall.outbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import dev.rollcall.outbox.PendingDocuments.Pending;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Publishes what is pending in one slot, one transaction at a time, between a take-over
 * and the first failure: after that everything read is dropped and the slot is taken over
 * anew, so an instance that was fenced can append nothing old. For one thread at a time.
 */
final class SlotPublisher {

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

	private final int slot;

	private final Supplier<Producer<String, byte @Nullable []>> producers;

	private final RelayStore store;

	private final BlockedTopics blocked;

	private final Traces traces;

	private @Nullable Producer<String, byte @Nullable []> producer;

	private volatile boolean owner;

	private long epoch;

	private long kept;

	/**
	 * Makes a publisher that owns nothing yet.
	 * @param producers makes producers, all of the slot's one transactional id
	 */
	SlotPublisher(int slot, Supplier<Producer<String, byte @Nullable []>> producers, RelayContext context) {
		this.slot = slot;
		this.producers = producers;
		this.store = context.store();
		this.blocked = context.blocked();
		this.traces = context.traces();
	}

	int slot() {
		return this.slot;
	}

	boolean isOwner() {
		return this.owner;
	}

	/**
	 * Fences the former owner, then makes sure of the store's primary. The order is the
	 * protocol's: nothing may be read before.
	 * @param assigned whether the slot is still this instance's
	 */
	void takeOver(BooleanSupplier assigned) {
		try {
			if (this.producer == null) {
				this.producer = this.producers.get();
			}
			this.producer.initTransactions();
			if (assigned.getAsBoolean()) {
				this.epoch = this.store.epochs().raise(this.slot);
				this.kept = 0;
				this.owner = true;
			}
		}
		catch (TimeoutException ex) {
			// Nothing is in hand, and this one call may be repeated.
			throw ex;
		}
		catch (RuntimeException ex) {
			drop();
			throw ex;
		}
	}

	/**
	 * Publishes what is pending in documents of this slot.
	 * @return the messages that Kafka has committed
	 * @throws UnsendableException if one document's message can never be sent
	 * @throws RuntimeException if anything else fails; the slot is to be taken over anew
	 */
	Published publish(Collection<String> ids) {
		try {
			Pending pending = this.store.pending().read(ids, this.blocked.names());
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

	/**
	 * Before the removal, so that a crash leaves nothing undone: what is pending is
	 * published, kept and erased again.
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
	 * Takes a document out of the way of the others.
	 */
	void park(String document, Throwable cause) {
		String text = cause.toString();
		this.store.pending().park(document, text.substring(0, Math.min(text.length(), 500)));
	}

	/**
	 * Forgets the slot. What is open is aborted by the next take-over or, at the latest,
	 * when it times out.
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
					Sending sending = new Sending(document.id(), message, open.send(message.toRecord()));
					sendings.add(sending);
					sending.requireNotRefused();
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

	/**
	 * Finds the message behind a failure. Kafka may blame a whole batch for one record,
	 * so a document is unsendable only where it failed alone.
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
				return new KafkaException("Nothing can be sent to " + sending.message().topic(), cause);
			}
		}
		return failure;
	}

	/**
	 * What was committed and removed.
	 *
	 * @param documents the ids of the documents
	 * @param messages how many messages
	 * @param cut whether some of the documents were too much to be read with these
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
	 * A message that Kafka refuses for its own sake.
	 */
	static final class UnsendableException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private final String document;

		private final boolean certain;

		UnsendableException(String document, boolean certain, OutboxMessage message, Throwable cause) {
			super("Message %s for %s: %s".formatted(message.id(), message.topic(), cause), cause);
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

		/** What is refused before it leaves has waited, and all that follow would too. */
		void requireNotRefused() {
			if (this.outcome.isDone() && failure() != null) {
				throw new KafkaException("A message for " + this.message.topic() + " was refused");
			}
		}

		/** Why it failed; the producer is closed, so every outcome is known. */
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
