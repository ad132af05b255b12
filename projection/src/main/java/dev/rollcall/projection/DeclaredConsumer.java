package dev.rollcall.projection;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A projection, reaction or effect that the service declares, as health and the
 * dead-letter endpoint see it.
 */
interface DeclaredConsumer {

	String name();

	List<String> topics();

	ConsumerMeters meters();

	ConsumerStatus status();

	/** What must still be read before the service is ready; null if nothing. */
	default @Nullable String catchingUp() {
		return null;
	}

	/**
	 * Where a dead letter is applied again; the first entry decides the outcome. Blocks.
	 */
	List<Preparation> redrive();

}
