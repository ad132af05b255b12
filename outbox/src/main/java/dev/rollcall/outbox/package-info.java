/**
 * An ordered outbox inside a MongoDB document, relayed to Kafka.
 */
@NullMarked
package dev.rollcall.outbox;

import org.jspecify.annotations.NullMarked;
