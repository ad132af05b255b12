package dev.rollcall.notification.delivery;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A delivery that is not done, as the store has it.
 *
 * @param delivery the delivery
 * @param attempts how often it was started, this time included once it is leased
 * @param expiresAt when it is given up
 * @param owner the worker that has leased it; empty while it waits
 * @param beat the owner's sign of life, raised while it sends
 * @param traceparent the trace it belongs to; null if none
 */
record DueDelivery(Delivery delivery, int attempts, Instant expiresAt, String owner, long beat,
		@Nullable String traceparent) {

	String id() {
		return this.delivery.id();
	}

	DueDelivery leasedBy(String worker) {
		return new DueDelivery(this.delivery, this.attempts + 1, this.expiresAt, worker, 0, this.traceparent);
	}

}
