package dev.rollcall.projection;

import java.util.List;
import java.util.function.Consumer;

/**
 * Passes the records of a batch to a {@link Reaction} or an {@link Effect}, one after
 * another.
 */
final class RecordHandler implements BatchHandler {

	private final Consumer<EventRecord> handler;

	private final ConsumerMeters meters;

	RecordHandler(Consumer<EventRecord> handler, ConsumerMeters meters) {
		this.handler = handler;
		this.meters = meters;
	}

	@Override
	public void apply(Batch batch, Calls calls) {
		for (Delivery delivery : List.copyOf(batch.unapplied())) {
			try {
				batch.spans().around(delivery.raw(), () -> this.handler.accept(delivery.event()));
				this.meters.applied(1);
				batch.spans().end(delivery.raw());
			}
			catch (InvalidEventException ex) {
				batch.refuse(delivery.poison(ex));
			}
			batch.applied(1);
			calls.renew();
		}
	}

}
