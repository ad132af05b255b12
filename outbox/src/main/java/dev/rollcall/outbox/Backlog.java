package dev.rollcall.outbox;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * The pending documents of a service, in all slots.
 *
 * @param pending the number of documents with pending messages, including parked ones
 * @param parked the number of parked documents
 * @param oldest since when the oldest document that is not parked is pending; null if
 * there is none
 * @param counted when the count began
 */
record Backlog(long pending, long parked, @Nullable Instant oldest, Instant counted) {

	/**
	 * Returns the age of the oldest document when it was counted. Later it may be
	 * published.
	 */
	Duration age() {
		return (this.oldest != null && this.oldest.isBefore(this.counted)) ? Duration.between(this.oldest, this.counted)
				: Duration.ZERO;
	}

}
