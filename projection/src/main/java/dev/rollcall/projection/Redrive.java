package dev.rollcall.projection;

import java.util.List;
import java.util.Optional;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Applies a letter's record once more, with the handler that the consumer itself uses: a
 * projection's writes to its generations, of which the active one decides, never to a
 * topic.
 * <p>
 * It runs beside the consumer, and two may run at once. That is as safe as a second
 * instance of the service, which may hold the same user at a rebalance: a projection's
 * write is guarded by the version that was read, and folds again where the consumer was
 * faster; a reaction is idempotent by version, in guarded writes of its own; an effect is
 * keyed by event, and finds what is there. A record older than what has been applied
 * since changes nothing.
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
				// Those that are built or kept: else a cut-over or a rollback would lose
				// it.
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
			throw new InvalidEventException("It is before the beginning of this store's effects, or a replayed one");
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
