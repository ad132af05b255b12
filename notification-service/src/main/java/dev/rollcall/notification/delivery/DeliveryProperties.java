package dev.rollcall.notification.delivery;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the delivery workers.
 *
 * @param concurrency attempts in parallel per channel, and so connections to the mail
 * server per instance
 * @param pollInterval how often the store is polled for due deliveries while some are
 * retried; a fifth as often otherwise. Deliveries that this instance adds are sent at
 * once
 * @param lifetime how long a delivery is attempted before it ends as expired
 * @param beatInterval how often a worker raises the beat of its leases
 * @param leaseTimeout age of a beat at which another worker takes the lease over; several
 * times {@code beatInterval}
 * @param shutdownTimeout how long a stopping instance waits for attempts in progress
 * @param backOff pauses between attempts
 * @param combiningInterval the shortest time between two messages about sign-ins on new
 * devices to one user; those in between are combined. Less than {@code lifetime}
 */
@ConfigurationProperties("rollcall.delivery")
record DeliveryProperties(@DefaultValue("4") int concurrency, @DefaultValue("1s") Duration pollInterval,
		@DefaultValue("3d") Duration lifetime, @DefaultValue("10s") Duration beatInterval,
		@DefaultValue("60s") Duration leaseTimeout, @DefaultValue("20s") Duration shutdownTimeout,
		@DefaultValue BackOff backOff, @DefaultValue("1h") Duration combiningInterval) {

	DeliveryProperties {
		if (concurrency < 1) {
			throw new IllegalArgumentException("rollcall.delivery.concurrency must be 1 or more");
		}
		if (combiningInterval.compareTo(lifetime) >= 0) {
			throw new IllegalArgumentException(
					"rollcall.delivery.combining-interval must be less than rollcall.delivery.lifetime");
		}
	}

}
