package dev.rollcall.notification.delivery;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Makes one attempt at a leased delivery and notes how it ended. Blocks; runs on a
 * sender's thread.
 */
final class Sender {

	private static final Logger logger = LoggerFactory.getLogger(Sender.class);

	private static final Duration FIRST_REPEAT = Duration.ofMillis(100);

	private static final Duration LAST_REPEAT = Duration.ofSeconds(5);

	private final DeliveryChannel channel;

	private final Deliveries deliveries;

	private final DeliveryProperties properties;

	private final Clock clock;

	private final MeterRegistry meters;

	private final DeliverySpans spans;

	private volatile boolean troubled;

	Sender(DeliveryChannel channel, Deliveries deliveries, DeliveryProperties properties, Clock clock,
			MeterRegistry meters, DeliverySpans spans) {
		this.channel = channel;
		this.deliveries = deliveries;
		this.properties = properties;
		this.clock = clock;
		this.meters = meters;
		this.spans = spans;
	}

	void send(DueDelivery due) {
		this.spans.around(due, () -> settle(due));
	}

	/** Returns how it ended. */
	private String settle(DueDelivery due) {
		if (Boolean.TRUE.equals(insist(this.deliveries.isDone(due.id())))) {
			insist(this.deliveries.remove(due.id()));
			return "done";
		}
		String outcome = isExpired(due) ? expire(due) : note(due, attempt(due.delivery()));
		count(outcome);
		return outcome;
	}

	private boolean isExpired(DueDelivery due) {
		return !this.clock.instant().isBefore(due.expiresAt());
	}

	private String expire(DueDelivery due) {
		insist(this.deliveries.finish(due, Outcome.FAILED, "expired"));
		return "expired";
	}

	private Attempt attempt(Delivery delivery) {
		try {
			return this.channel.deliver(delivery);
		}
		catch (RuntimeException ex) {
			logger.debug("Delivery {} met an unexpected failure", delivery.id(), ex);
			return new Attempt.Postponed(ex.getClass().getSimpleName());
		}
	}

	private String note(DueDelivery due, Attempt attempt) {
		if (attempt instanceof Attempt.Postponed postponed) {
			insist(this.deliveries.postpone(due,
					this.properties.backOff().after(due.attempts(), ThreadLocalRandom.current())));
			this.spans.failed(postponed.reason());
			warn(postponed.reason());
			return "postponed";
		}
		if (attempt instanceof Attempt.Suppressed) {
			insist(this.deliveries.finish(due, Outcome.SUPPRESSED, "preference"));
			return "suppressed";
		}
		if (attempt instanceof Attempt.Refused refused) {
			insist(this.deliveries.finish(due, Outcome.FAILED, refused.reason()));
			this.spans.failed(refused.reason());
			logger.warn("Delivery {} by {} was refused: {}", due.id(), this.channel.channel().id(), refused.reason());
			return "refused";
		}
		insist(this.deliveries.finish(due, Outcome.SENT, null));
		this.troubled = false;
		return "sent";
	}

	// One line an outage, not one an attempt; the metric has them all.
	private void warn(String reason) {
		if (!this.troubled) {
			this.troubled = true;
			logger.warn("Deliveries by {} are postponed: {}", this.channel.channel().id(), reason);
		}
	}

	private void count(String outcome) {
		this.meters.counter("rollcall.deliveries", "channel", this.channel.channel().id(), "outcome", outcome)
			.increment();
	}

	// What was sent has to be noted: a store that is away is waited for, with the lease
	// kept.
	private <T> @Nullable T insist(Mono<T> access) {
		return access.retryWhen(Retry.backoff(Long.MAX_VALUE, FIRST_REPEAT).maxBackoff(LAST_REPEAT))
			.block(this.properties.lifetime());
	}

}
