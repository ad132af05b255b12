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
 * Makes one attempt at a leased delivery and stores its outcome. Blocks; runs on a
 * sender's thread.
 */
final class Sender {

	private static final Logger logger = LoggerFactory.getLogger(Sender.class);

	private static final Duration MIN_BACK_OFF = Duration.ofMillis(100);

	private static final Duration MAX_BACK_OFF = Duration.ofSeconds(5);

	private final DeliveryChannel channel;

	private final Deliveries deliveries;

	private final Combining combining;

	private final DeliveryProperties properties;

	private final Clock clock;

	private final MeterRegistry meters;

	private final DeliverySpans spans;

	private volatile boolean failing;

	Sender(DeliveryChannel channel, Deliveries deliveries, Combining combining, DeliveryProperties properties,
			Clock clock, MeterRegistry meters, DeliverySpans spans) {
		this.channel = channel;
		this.deliveries = deliveries;
		this.combining = combining;
		this.properties = properties;
		this.clock = clock;
		this.meters = meters;
		this.spans = spans;
	}

	/** Returns the outcome, which is stored. */
	Outcome send(DueDelivery due) {
		return this.spans.around(due, () -> settle(due));
	}

	private Outcome settle(DueDelivery due) {
		if (Boolean.TRUE.equals(retrying(this.deliveries.isDone(due.id())))) {
			retrying(this.deliveries.remove(due.id()));
			return Outcome.DONE;
		}
		Outcome outcome = isExpired(due) ? Outcome.EXPIRED : attempt(due);
		store(due, outcome);
		report(due, outcome);
		return outcome;
	}

	private boolean isExpired(DueDelivery due) {
		return !this.clock.instant().isBefore(due.expiresAt());
	}

	private Outcome attempt(DueDelivery due) {
		try {
			return due.delivery().template().isCombined() ? this.combining.attempt(due, this.channel::deliver)
					: this.channel.deliver(due.delivery());
		}
		catch (RuntimeException ex) {
			logger.debug("Delivery {} failed unexpectedly", due.id(), ex);
			return new Outcome.Postponed(ex.getClass().getSimpleName());
		}
	}

	private void store(DueDelivery due, Outcome outcome) {
		if (outcome instanceof Outcome.Ended ended) {
			retrying(this.deliveries.finish(due, ended));
			if (ended == Outcome.SENT && due.delivery().template().isCombined()) {
				retrying(this.deliveries.finishJoined(due));
			}
		}
		else if (outcome instanceof Outcome.Held held) {
			retrying(this.deliveries.hold(due, held.until()));
		}
		else {
			retrying(this.deliveries.postpone(due,
					this.properties.backOff().after(due.attempts(), ThreadLocalRandom.current())));
		}
	}

	private void report(DueDelivery due, Outcome outcome) {
		this.meters.counter("rollcall.deliveries", "channel", this.channel.channel().id(), "outcome", outcome.label())
			.increment();
		if (outcome instanceof Outcome.Postponed postponed) {
			this.spans.failed(postponed.reason());
			warn(postponed.reason());
		}
		else if (outcome instanceof Outcome.Ended refused && refused.isRefused()) {
			this.spans.failed(String.valueOf(refused.reason()));
			logger.warn("Channel {} refused delivery {}: {}", this.channel.channel().id(), due.id(), refused.reason());
		}
		else if (outcome == Outcome.SENT) {
			this.failing = false;
		}
	}

	/** Logs one line per outage; the metric counts every attempt. */
	private void warn(String reason) {
		if (!this.failing) {
			this.failing = true;
			logger.warn("Channel {} accepts no deliveries; they are retried with back-off: {}",
					this.channel.channel().id(), reason);
		}
	}

	/**
	 * Retries until the store responds, because the outcome of a sent delivery must be
	 * stored. The worker keeps its lease until then.
	 */
	private <T> @Nullable T retrying(Mono<T> access) {
		return access.retryWhen(Retry.backoff(Long.MAX_VALUE, MIN_BACK_OFF).maxBackoff(MAX_BACK_OFF))
			.block(this.properties.lifetime());
	}

}
