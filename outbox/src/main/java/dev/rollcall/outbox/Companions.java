package dev.rollcall.outbox;

import java.util.stream.Stream;

/**
 * Computes messages that the relay publishes directly after another one, in the same
 * transaction, such as the tombstones of a deletion. They are not stored: a repeat of the
 * message repeats them. Declare a bean of this type to use it.
 */
@FunctionalInterface
public interface Companions {

	/** For an outbox without companions. */
	Companions NONE = (message) -> Stream.empty();

	/**
	 * Computes the companions of a message. Called on the relay's threads, more than once
	 * for a message; must not block. An exception stops the slot, so do not fail.
	 * @param message a message that is pending
	 * @return the same messages, with the same ids, for every call
	 */
	Stream<OutboxMessage> of(OutboxMessage message);

}
