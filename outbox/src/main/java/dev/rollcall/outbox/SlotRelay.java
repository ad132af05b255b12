package dev.rollcall.outbox;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import dev.rollcall.outbox.PendingDocument.UnreadableDocument;
import dev.rollcall.outbox.SlotPublisher.Published;
import dev.rollcall.outbox.SlotPublisher.UnsendableException;
import dev.rollcall.verification.ErrorBoundary;
import dev.rollcall.verification.TopicReader;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Relays one slot from its assignment to its revocation: takes it over and publishes the
 * documents that it is notified of. After a failure it starts again with the take-over,
 * with back-off, without a limit. One thread at a time works for it.
 */
final class SlotRelay {

	private static final Logger logger = LoggerFactory.getLogger(SlotRelay.class);

	private static final int QUEUE = 2000;

	/** One slot is enough: its owner marks all partitions. */
	static final int MARKING_SLOT = 0;

	private static final int DOCUMENTS_PER_TRANSACTION = 200;

	/** Smaller, because documents that are woken meanwhile wait for its end. */
	private static final int BACKLOG_PER_TRANSACTION = 100;

	/** After fencing: time for the group to revoke the slot. */
	private static final Duration FENCED_PAUSE = Duration.ofSeconds(1);

	private final SlotPublisher publisher;

	private final RelayThreads threads;

	private final OutboxMetrics metrics;

	private final Sweep sweep;

	private final Markers markers;

	private final Supplier<TopicReader> topics;

	private final SerialTask task;

	private final WakeQueue queue = new WakeQueue(QUEUE);

	private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));

	private final CompletableFuture<Void> ended = new CompletableFuture<>();

	private volatile boolean released;

	private volatile boolean finishing;

	private volatile @Nullable String trouble;

	private final SlotTrouble failures = new SlotTrouble(System::nanoTime);

	private long retryAt = System.nanoTime();

	/**
	 * Creates the relay of a newly assigned slot.
	 * @param sweep searches for pending documents after each take-over, and again when
	 * all that it found are published
	 * @param topics creates readers of topics
	 */
	SlotRelay(SlotPublisher publisher, RelayContext context, Sweep sweep, Supplier<TopicReader> topics) {
		this.topics = topics;
		this.publisher = publisher;
		this.threads = context.threads();
		this.metrics = context.metrics();
		this.markers = context.markers();
		this.sweep = sweep;
		this.task = new SerialTask(context.threads().workers(), this::run);
	}

	void start() {
		this.task.trigger();
	}

	boolean isOwner() {
		return this.publisher.isOwner();
	}

	/**
	 * Returns what the slot waits for.
	 * @return the class of the last failure, or the take-over; null if it works
	 */
	@Nullable String waitsFor() {
		String reason = this.trouble;
		return (reason == null && !isOwner()) ? "the take-over" : reason;
	}

	/** Since when, and why, the slot has published nothing although it tried. */
	SlotTrouble failures() {
		return this.failures;
	}

	void wake(String id) {
		this.queue.add(id);
		this.task.trigger();
	}

	/** Publishes a document in turn with those that are woken. */
	void addToBacklog(String id) {
		this.queue.addToBacklog(id);
		this.task.trigger();
	}

	/**
	 * Stops after the current transaction, because the slot is revoked.
	 */
	CompletableFuture<Void> release() {
		this.released = true;
		this.task.trigger();
		return this.ended;
	}

	/**
	 * Publishes the documents in the queue, then stops.
	 */
	CompletableFuture<Void> finish() {
		this.finishing = true;
		this.task.trigger();
		return this.ended;
	}

	private void run() {
		if (!this.released) {
			relay();
		}
		if (this.released && !this.ended.isDone()) {
			this.publisher.close();
			this.ended.complete(null);
		}
	}

	private void relay() {
		// Once it is finishing, no documents are added to the queue.
		boolean last = this.finishing;
		try {
			ErrorBoundary.run(this::attempt);
		}
		catch (RuntimeException ex) {
			failed(ex);
		}
		this.released |= last;
	}

	private void attempt() {
		if (this.publisher.isOwner() || mayTakeOver()) {
			publishAll();
			mark();
		}
	}

	private boolean mayTakeOver() {
		if (this.finishing || System.nanoTime() - this.retryAt < 0) {
			return false;
		}
		this.publisher.takeOver(() -> !this.released);
		if (this.publisher.isOwner()) {
			logger.debug("Slot {} of the outbox is taken over", this.publisher.slot());
			this.trouble = null;
			this.sweep.trigger();
			triggerMarkers();
		}
		return this.publisher.isOwner();
	}

	private void mark() {
		boolean due = isMarking() && !this.released && this.publisher.isOwner() && this.markers.untilDue().isZero();
		if (due) {
			this.markers.begin();
			this.markers.sent(this.publisher.mark(this.markers.topics()));
			this.threads.submit(this::measureCompaction);
			triggerMarkers();
		}
	}

	private void measureCompaction() {
		try {
			this.markers.lag().measure(this.topics.get());
		}
		catch (RuntimeException ex) {
			logger.debug("The compaction lag could not be measured; retrying after the next markers", ex);
		}
	}

	private void triggerMarkers() {
		if (isMarking()) {
			this.threads.later(this.markers.untilDue(), this.task::trigger);
		}
	}

	private boolean isMarking() {
		return this.publisher.slot() == MARKING_SLOT && !this.markers.topics().isEmpty();
	}

	private void publishAll() {
		List<String> ids = take();
		while (!ids.isEmpty() && !this.released) {
			Published published = publish(ids);
			this.metrics.published(published.messages());
			this.failures.solved();
			this.backoff.reset();
			this.trouble = null;
			requeueUnread(ids, published);
			ids = take();
			if (ids.isEmpty()) {
				this.sweep.goOn();
			}
		}
	}

	private List<String> take() {
		return this.queue.take(DOCUMENTS_PER_TRANSACTION, BACKLOG_PER_TRANSACTION);
	}

	private Published publish(List<String> ids) {
		try {
			return this.publisher.publish(ids);
		}
		catch (UnsendableException ex) {
			// After the take-over each document is read again, alone.
			this.queue.addSuspects(ids);
			throw ex;
		}
	}

	private void requeueUnread(Collection<String> ids, Published published) {
		if (published.cut()) {
			Set<String> unread = new LinkedHashSet<>(ids);
			unread.removeAll(published.documents());
			this.queue.putBack(unread);
		}
	}

	private void failed(RuntimeException failure) {
		this.metrics.failed();
		this.trouble = failure.getClass().getSimpleName();
		this.failures.failed(failure);
		Duration pause = this.backoff.next();
		if (failure instanceof ProducerFencedException || failure instanceof InvalidProducerEpochException) {
			pause = FENCED_PAUSE.plus(pause);
		}
		if (this.backoff.isFirst()) {
			logger.warn("Slot {} of the outbox failed; retrying from the take-over: {}", this.publisher.slot(),
					failure.toString());
		}
		park(failure);
		this.retryAt = System.nanoTime() + pause.toNanos();
		this.threads.later(pause, this.task::trigger);
	}

	private void park(RuntimeException failure) {
		if (failure instanceof UnsendableException unsendable && unsendable.isCertain()) {
			park(unsendable.document(), failure);
		}
		else if (failure instanceof UnreadableDocument unreadable) {
			park(unreadable.id(), failure);
		}
	}

	private void park(String document, RuntimeException cause) {
		try {
			this.publisher.park(document, cause);
			this.metrics.parked();
			logger.error("Document {} is parked; its messages wait until an operator releases it: {}", document,
					cause.toString());
		}
		catch (RuntimeException ex) {
			// The next attempt fails and parks it.
			logger.warn("Document {} could not be parked; retrying: {}", document, ex.toString());
		}
	}

}
