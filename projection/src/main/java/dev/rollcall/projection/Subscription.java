package dev.rollcall.projection;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * A consumer to run: a reaction, an effect, or one generation of a projection.
 *
 * @param maxWait how long records may wait at the broker to be read together
 * @param preparation finds out what must be known before the first record; called again
 * until it succeeds
 */
record Subscription(String name, List<String> topics, ConsumerMeters meters, ConsumerStatus status, Duration maxWait,
		Supplier<Preparation> preparation) implements DeclaredConsumer {

	@Override
	public List<Preparation> redrive() {
		return List.of(this.preparation.get());
	}

}
