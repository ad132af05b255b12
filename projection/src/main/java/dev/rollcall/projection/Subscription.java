package dev.rollcall.projection;

import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * A consumer that the service declares, before it runs.
 *
 * @param consumer its name
 * @param topics what it reads
 * @param meters what it counts
 * @param current what it does
 * @param preparation finds out what must be known first; tried again until it succeeds
 * @param redrive the same for records that are applied again beside it: to each of these,
 * the first of which decides what comes of it
 * @param catchingUp what it has yet to reach before the service is ready; gives null if
 * nothing
 */
record Subscription(String consumer, List<String> topics, ConsumerMeters meters, Supplier<ConsumerStatus> current,
		Supplier<Preparation> preparation, Supplier<List<Preparation>> redrive, Supplier<@Nullable String> catchingUp) {

	ConsumerStatus status() {
		return this.current.get();
	}

}
