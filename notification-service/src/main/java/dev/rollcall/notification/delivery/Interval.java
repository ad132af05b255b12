package dev.rollcall.notification.delivery;

import java.time.Instant;

/**
 * The time after a combined message in which further ones wait.
 *
 * @param leader id of the delivery that the message was or will be sent for
 */
record Interval(String leader, Instant until) {
}
