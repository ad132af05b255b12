package dev.rollcall.outbox;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;

import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notifies other instances of documents in their slots, by records that may be lost.
 */
final class Hints {

	private static final Logger logger = LoggerFactory.getLogger(Hints.class);

	private static final int QUEUE = 1000;

	private final RelayClients clients;

	private final WakeQueue queue = new WakeQueue(QUEUE);

	private final SerialTask task;

	private @Nullable Producer<String, byte @Nullable []> producer;

	private boolean closed;

	Hints(RelayClients clients, RelayThreads threads) {
		this.clients = clients;
		this.task = new SerialTask(threads.workers(), this::run);
	}

	/**
	 * Sends a hint soon, or loses it. Never blocks.
	 */
	void send(String id) {
		this.queue.add(id);
		this.task.trigger();
	}

	synchronized void open() {
		this.closed = false;
	}

	synchronized void close() {
		this.closed = true;
		if (this.producer != null) {
			this.producer.close(Duration.ZERO);
			this.producer = null;
		}
	}

	private void run() {
		List<String> ids = this.queue.take(QUEUE, 0);
		try {
			for (String id : ids) {
				Future<?> outcome = producer().send(new ProducerRecord<>(this.clients.topic(), Slot.of(id), id, null));
				if (outcome.isDone()) {
					// Refused before it left: the others would only block, too.
					outcome.get();
				}
			}
		}
		catch (Exception ex) {
			logger.debug("Hints to other instances of the outbox were lost: {}", ex.toString());
		}
	}

	private synchronized Producer<String, byte @Nullable []> producer() {
		Producer<String, byte @Nullable []> open = this.producer;
		if (this.closed) {
			throw new IllegalStateException("The outbox has stopped");
		}
		if (open == null) {
			open = this.clients.hinting();
			this.producer = open;
		}
		return open;
	}

}
