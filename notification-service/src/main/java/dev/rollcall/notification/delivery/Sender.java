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

	private volatile boolean troubled;

	Sender(DeliveryChannel channel, Deliveries deliveries, DeliveryProperties properties, Clock clock,
			MeterRegistry meters) {
		this.channel = channel;
		this.deliveries = deliveries;
		this.properties = properties;
		this.clock = clock;
		this.meters = meters;
	}

	void send(DueDelivery due) {
		if (Boolean.TRUE.equals(insist(this.deliveries.isDone(due.id())))) {
			insist(this.deliveries.remove(due.id()));
		}
		else if (!this.clock.instant().isBefore(due.expiresAt())) {
			insist(this.deliveries.finish(due, Outcome.FAILED, "expired"));
			count("expired");
		}
		else {
			note(due, attempt(due.delivery()));
		}
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

	private void note(DueDelivery due, Attempt attempt) {
		if (attempt instanceof Attempt.Postponed postponed) {
			insist(this.deliveries.postpone(due,
					this.properties.backOff().after(due.attempts(), ThreadLocalRandom.current())));
			count("postponed");
			warn(postponed.reason());
		}
		else if (attempt instanceof Attempt.Suppressed) {
			insist(this.deliveries.finish(due, Outcome.SUPPRESSED, "preference"));
			count("suppressed");
		}
		else if (attempt instanceof Attempt.Refused refused) {
			insist(this.deliveries.finish(due, Outcome.FAILED, refused.reason()));
			count("refused");
			logger.warn("Delivery {} by {} was refused: {}", due.id(), this.channel.channel().id(), refused.reason());
		}
		else {
			insist(this.deliveries.finish(due, Outcome.SENT, null));
			count("sent");
			this.troubled = false;
		}
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
