package dev.rollcall.notification.delivery;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A pending delivery as stored.
 *
 * @param attempts number of attempts, the current one included while it is leased
 * @param owner the worker that has leased it; empty while it waits
 * @param beat a counter that the owner raises while it sends
 * @param traceparent its trace; null if none
 * @param leader id of the delivery whose message mentions this one; null if none
 */
record DueDelivery(Delivery delivery, int attempts, Instant expiresAt, String owner, long beat,
		@Nullable String traceparent, @Nullable String leader) {

	String id() {
		return this.delivery.id();
	}

	DueDelivery leasedBy(String worker) {
		return new DueDelivery(this.delivery, this.attempts + 1, this.expiresAt, worker, 0, this.traceparent,
				this.leader);
	}

	DueDelivery ledByNone() {
		return new DueDelivery(this.delivery, this.attempts, this.expiresAt, this.owner, this.beat, this.traceparent,
				null);
	}

}
