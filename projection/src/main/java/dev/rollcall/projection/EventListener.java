package dev.rollcall.projection;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

import dev.rollcall.verification.RootCause;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.kafka.listener.BatchConsumerAwareMessageListener;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.BackOffExecution;

/**
 * Decodes a batch, has it applied, and publishes the records that can never be applied to
 * the dead-letter topic; the container then commits. Every other failure is retried here
 * without limit, in the group and with all partitions paused, so that nothing is skipped
 * and nothing is committed that was not applied. A redelivery is applied again and
 * changes nothing. Records of one key, a user id, are applied in order.
 */
final class EventListener implements BatchConsumerAwareMessageListener<byte[], byte[]> {

	private static final Logger logger = LoggerFactory.getLogger(EventListener.class);

	private static final long PAUSE_MILLIS = 1000;

	private final Tools tools;

	private final Predicate<ConsumerRecord<?, ?>> relevant;

	private final Predicate<ConsumerRecord<?, ?>> reports;

	private final BatchHandler handler;

	private final Consumer<org.apache.kafka.clients.consumer.Consumer<?, ?>> afterwards;

	private final Supplier<ProcessSpans> spans;

	private final Supplier<Preparation.Load> load;

	private final BackgroundThrottle throttle;

	EventListener(Tools tools, Preparation preparation, BackgroundThrottle throttle) {
		this.tools = tools;
		this.relevant = preparation.relevant();
		this.reports = preparation.reports();
		this.handler = preparation.handler();
		this.afterwards = preparation.afterwards();
		this.spans = preparation.spans();
		this.load = preparation.load();
		this.throttle = throttle;
	}

	@Override
	public void onMessage(List<ConsumerRecord<byte[], byte[]>> records,
			org.apache.kafka.clients.consumer.@Nullable Consumer<?, ?> consumer) {
		Objects.requireNonNull(consumer);
		long began = System.nanoTime();
		Membership membership = new Membership(consumer, this.tools.running(), records);
		try {
			take(records, membership, consumer);
		}
		catch (BatchAbandonedException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			// Unexpected: rethrown as it is, the container would commit the batch.
			logger.error("Batch of consumer {} failed and was rolled back; retrying", this.tools.consumer(), ex);
			membership.pause(PAUSE_MILLIS);
			throw membership.abandon(ex.toString());
		}
		this.tools.markers().processed(records);
		this.tools.status().observe(consumer, 0);
		this.afterwards.accept(consumer);
		if (this.load.get() == Preparation.Load.REBUILD) {
			this.throttle.pauseAfter(Duration.ofNanos(System.nanoTime() - began), this.tools.running());
		}
	}

	private void take(List<ConsumerRecord<byte[], byte[]>> records, Membership membership,
			org.apache.kafka.clients.consumer.Consumer<?, ?> consumer) {
		ProcessSpans begun = this.spans.get();
		try {
			List<ConsumerRecord<byte[], byte[]>> taken = records.stream()
				.filter(this.relevant)
				.filter((record) -> !this.tools.decoder().skips(record))
				.toList();
			finish(new Batch(taken, begun), membership, consumer);
		}
		finally {
			begun.endAll();
			this.tools.status().recovered(consumer);
		}
	}

	private void finish(Batch batch, Membership membership, org.apache.kafka.clients.consumer.Consumer<?, ?> consumer) {
		BackOffExecution backOff = this.tools.backOff().start();
		RuntimeException failure = tryOnce(batch, membership, consumer);
		int failures = 0;
		while (failure != null) {
			this.tools.meters().retried();
			this.tools.status().failed(consumer, failure);
			batch.spans().retried();
			report(failures, failure);
			failures++;
			membership.pause(backOff.nextBackOff());
			failure = tryOnce(batch, membership, consumer);
		}
		if (failures > 0) {
			logger.info("Consumer {} continues after {} failed attempts", this.tools.consumer(), failures);
		}
	}

	/** Returns the failure; null if there was none. */
	private @Nullable RuntimeException tryOnce(Batch batch, Membership membership,
			org.apache.kafka.clients.consumer.Consumer<?, ?> consumer) {
		try {
			this.tools.status().observe(consumer, batch.size());
			this.handler.apply(this.throttle.measure(() -> decode(batch, membership)), calls(batch, membership));
			publishDeadLetters(batch);
			return null;
		}
		catch (BatchAbandonedException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			return ex;
		}
	}

	private BatchHandler.Calls calls(Batch batch, Membership membership) {
		return new BatchHandler.Calls() {

			@Override
			public void renew() {
				membership.renewIfDue();
			}

			@Override
			public void publishDeadLetters() {
				EventListener.this.publishDeadLetters(batch);
			}

		};
	}

	private void publishDeadLetters(Batch batch) {
		batch.poison().removeIf((poison) -> !this.reports.test(poison.raw()));
		batch.poison().forEach((poison) -> batch.spans().refused(poison.raw(), poison.type()));
		this.tools.deadLetters().send(this.tools.consumer(), batch.poison(), this.tools.meters());
	}

	/**
	 * Without the registry each content id takes the whole time limit, so renews the
	 * membership after each record.
	 */
	private Batch decode(Batch batch, Membership membership) {
		for (ConsumerRecord<byte[], byte[]> raw : List.copyOf(batch.undecoded())) {
			try {
				this.tools.decoder().decode(raw).ifPresentOrElse(batch::decoded, () -> unknown(batch));
			}
			catch (InvalidEventException ex) {
				logger.warn("Consumer {} cannot decode record {}-{}@{}: {}", this.tools.consumer(), raw.topic(),
						raw.partition(), raw.offset(), ex.getMessage());
				batch.decodedAsPoison(Poison.of(raw, ex));
			}
			membership.renewIfDue();
		}
		return batch;
	}

	private void unknown(Batch batch) {
		this.tools.meters().unknown();
		batch.ignored();
	}

	/** Only the class: the message may quote a document. */
	private void report(int failures, RuntimeException ex) {
		if (failures == 0) {
			logger.warn("Batch of consumer {} failed; retrying until it succeeds: {}", this.tools.consumer(),
					RootCause.of(ex).getClass().getName());
		}
	}

	/**
	 * What the listener needs.
	 *
	 * @param backOff the pauses between attempts, without limit
	 * @param running whether the container runs
	 * @param markers commits what follows the processed records
	 */
	record Tools(String consumer, EventDecoder decoder, DeadLetterPublisher deadLetters, ConsumerMeters meters,
			ConsumerStatus status, BackOff backOff, BooleanSupplier running, TransactionMarkers markers) {

	}

}
