package dev.rollcall.notification.delivery;

import java.time.Duration;
import java.util.random.RandomGenerator;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Pauses between attempts. They grow by half, so that after an outage the next attempt
 * comes within half the outage's length.
 *
 * @param initial pause after the first attempt
 * @param max longest pause
 */
record BackOff(@DefaultValue("1s") Duration initial, @DefaultValue("5m") Duration max) {

	private static final double FACTOR = 1.5;

	/** Spreads deliveries that failed together. */
	private static final double JITTER = 0.1;

	private static final int MAX_EXPONENT = 100;

	Duration after(int attempts, RandomGenerator random) {
		double grown = this.initial.toMillis() * Math.pow(FACTOR, Math.min(attempts, MAX_EXPONENT) - 1);
		double pause = Math.min(grown, this.max.toMillis());
		return Duration.ofMillis((long) (pause * (1 - JITTER * random.nextDouble())));
	}

}
