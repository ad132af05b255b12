package dev.rollcall.outbox;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What waits in the documents of a service, whoever's slots they are in.
 *
 * @param pending how many documents have something pending, the parked ones too
 * @param parked how many are parked
 * @param oldest since when the one that waits longest does, the parked ones aside; null
 * if none waits
 */
record Backlog(long pending, long parked, @Nullable Instant oldest) {

}
