package dev.rollcall.outbox;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * The pending documents of a service, in all slots.
 *
 * @param pending the number of documents with pending messages, including parked ones
 * @param parked the number of parked documents
 * @param oldest since when the oldest document that is not parked is pending; null if
 * there is none
 */
record Backlog(long pending, long parked, @Nullable Instant oldest) {

}
