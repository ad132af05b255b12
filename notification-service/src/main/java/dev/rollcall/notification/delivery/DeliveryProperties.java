package dev.rollcall.notification.delivery;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How deliveries are worked off.
 *
 * @param concurrency how many are sent at once by each channel, and so how many
 * connections the mail server sees from one instance
 * @param pollInterval how often the store is asked for what has become due; what this
 * instance adds itself is taken up at once
 * @param lifetime how long a delivery is tried before it is given up
 * @param beatInterval how often a sending worker gives a sign of life
 * @param leaseTimeout how long a worker may give none before another takes its delivery
 * over; several times {@code beatInterval}
 * @param shutdownTimeout how long a stopping instance waits for what it is sending
 * @param backOff the pauses between attempts
 */
@ConfigurationProperties("rollcall.delivery")
record DeliveryProperties(@DefaultValue("4") int concurrency, @DefaultValue("1s") Duration pollInterval,
		@DefaultValue("3d") Duration lifetime, @DefaultValue("10s") Duration beatInterval,
		@DefaultValue("60s") Duration leaseTimeout, @DefaultValue("20s") Duration shutdownTimeout,
		@DefaultValue BackOff backOff) {

	DeliveryProperties {
		if (concurrency < 1) {
			throw new IllegalArgumentException("rollcall.delivery.concurrency must be 1 or more");
		}
	}

}
