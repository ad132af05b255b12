package dev.rollcall.projection;

import java.util.List;
import java.util.Optional;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Applies the record of a dead letter again, with the consumer's own handler: a
 * projection writes to all its generations, of which the active one decides the outcome.
 * Nothing is published.
 * <p>
 * A redrive may run beside the consumer and beside another redrive, like two instances of
 * the service. A projection's write is guarded by the version that was read, and folds
 * again if the consumer was faster; a reaction is idempotent by version; an effect is
 * keyed by event. A record older than what has been applied since changes nothing.
 */
final class Redrive {

	private final EventDecoder decoder;

	Redrive(EventDecoder decoder) {
		this.decoder = decoder;
	}

	/**
	 * Tries once.
	 * @return why the record still cannot be applied; null if it is applied
	 * @throws RuntimeException if store, broker or registry do not answer
	 */
	@Nullable Poison of(DeadLetter deadLetter, DeclaredConsumer consumer) {
		try {
			ConsumerRecord<byte[], byte[]> record = deadLetter.original();
			List<Preparation> all = consumer.redrive();
			Poison refused = apply(record, all.get(0));
			if (refused == null) {
				// Otherwise a cut-over or a rollback would lose the record.
				all.stream().skip(1).forEach((other) -> apply(record, other));
			}
			return refused;
		}
		catch (InvalidEventException ex) {
			return Poison.of(deadLetter.stored(), ex);
		}
	}

	private @Nullable Poison apply(ConsumerRecord<byte[], byte[]> record, Preparation preparation) {
		if (!preparation.relevant().test(record)) {
			throw new InvalidEventException("The record precedes this store's start offset, or is a replayed one");
		}
		Optional<Delivery> delivery = this.decoder.decode(record);
		if (delivery.isEmpty()) {
			throw new UnknownTypeException();
		}
		Batch batch = new Batch(List.of(record), ProcessSpans.none());
		batch.decoded(delivery.get());
		preparation.handler().apply(batch, BatchHandler.Calls.NONE);
		return batch.poison().peek();
	}

}
