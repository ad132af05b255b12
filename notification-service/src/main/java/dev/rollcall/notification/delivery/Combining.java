package dev.rollcall.notification.delivery;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

import dev.rollcall.notification.template.Occurrences;
import reactor.core.publisher.Mono;

/**
 * Combines deliveries of one kind to one user: the first is sent at once and leads an
 * interval; those that wait at that moment join it. Those that come in the interval are
 * held until its end; then one of them leads the next interval, the others join it, and
 * one message states their number. The others are marked before the message is sent, so
 * none is mentioned twice or never. Blocks; called on a sender's thread.
 */
final class Combining {

	private static final Duration STORE_TIMEOUT = Duration.ofSeconds(10);

	private final Deliveries deliveries;

	private final Intervals intervals;

	Combining(Deliveries deliveries, Intervals intervals) {
		this.deliveries = deliveries;
		this.intervals = intervals;
	}

	/**
	 * Makes an attempt.
	 * @param channel sends what leads an interval
	 */
	Outcome attempt(DueDelivery due, Function<Delivery, Outcome> channel) {
		String leader = due.leader();
		if (leader != null) {
			return joined(leader, due, channel);
		}
		Interval last = find(this.intervals.find(due.delivery())).orElse(null);
		if (last != null && !last.leader().equals(due.id())) {
			if (last.until().isAfter(this.intervals.now())) {
				return new Outcome.Held(last.until());
			}
			if (isTrue(this.deliveries.isPending(last.leader()))) {
				return new Outcome.Held(this.intervals.next());
			}
		}
		if (!isTrue(this.intervals.start(due.delivery(), last))) {
			return new Outcome.Held(this.intervals.next());
		}
		if (last != null) {
			find(this.deliveries.release(due));
		}
		return lead(due, channel);
	}

	private Outcome lead(DueDelivery due, Function<Delivery, Outcome> channel) {
		Occurrences all = find(this.deliveries.join(due)).orElseThrow();
		return channel.apply(due.delivery().about(all));
	}

	/**
	 * The leader is pending, or was sent, or has failed; in the last case this delivery
	 * makes an attempt of its own. A leader leaves {@code due} only after it is in
	 * {@code done}.
	 */
	private Outcome joined(String leader, DueDelivery due, Function<Delivery, Outcome> channel) {
		if (isTrue(this.deliveries.isPending(leader))) {
			return new Outcome.Held(this.intervals.next());
		}
		if (isTrue(this.deliveries.isSent(leader))) {
			return Outcome.joined(leader);
		}
		find(this.deliveries.leave(leader, due));
		return attempt(due.ledByNone(), channel);
	}

	private static boolean isTrue(Mono<Boolean> question) {
		return find(question).orElseThrow();
	}

	private static <T> Optional<T> find(Mono<T> access) {
		return access.blockOptional(STORE_TIMEOUT);
	}

}
