package dev.rollcall.notification.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Age of the event behind a channel's oldest pending delivery, as of the last poll.
 */
final class OldestDelivery {

	private final Clock clock;

	private volatile @Nullable Instant since;

	OldestDelivery(Channel channel, Clock clock, MeterRegistry meters) {
		this.clock = clock;
		Gauge.builder("rollcall.deliveries.oldest.age", this, OldestDelivery::seconds)
			.description("Age of the event behind the oldest pending delivery of this channel; 0 if none is pending")
			.baseUnit("seconds")
			.tag("channel", channel.id())
			.register(meters);
	}

	void set(@Nullable Instant oldest) {
		this.since = oldest;
	}

	private double seconds() {
		Instant oldest = this.since;
		return (oldest != null) ? Math.max(0, Duration.between(oldest, this.clock.instant()).toMillis() / 1e3) : 0;
	}

}
