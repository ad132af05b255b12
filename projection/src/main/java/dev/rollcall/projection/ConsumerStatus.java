package dev.rollcall.projection;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.rollcall.verification.RootCause;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What one consumer does, or waits for. It is told by the threads that consume, and asked
 * by metrics and health; nothing here asks the broker.
 */
final class ConsumerStatus {

	/** Longer than two heartbeats of either protocol. */
	private static final double SILENT_SECONDS = 12;

	private final Clock clock;

	/** By Kafka consumer, of which there may be several. */
	private final Map<Consumer<?, ?>, Progress> progress = new ConcurrentHashMap<>();

	private volatile Stage stage;

	ConsumerStatus(Clock clock) {
		this.clock = clock;
		this.stage = new Stage(State.STARTING, clock.instant(), null);
	}

	/** What must be known before the start could not be found out. */
	void cannotStart(Throwable cause) {
		stop(State.STARTING, className(cause));
	}

	void runs() {
		this.stage = new Stage(State.RUNNING, this.clock.instant(), null);
	}

	/** It ended without being asked to, and is started again. */
	void restarts(String reason) {
		stop(State.RESTARTING, reason);
	}

	void stops() {
		stop(State.STOPPED, null);
	}

	private void stop(State state, @Nullable String cause) {
		Stage before = this.stage;
		this.progress.clear();
		this.stage = new Stage(state, (before.state() == state) ? before.since() : this.clock.instant(), cause);
	}

	/**
	 * Looks at a Kafka consumer, on its thread.
	 * @param consumer the Kafka consumer
	 * @param inHand how many of its records are not yet applied
	 */
	void look(Consumer<?, ?> consumer, int inHand) {
		long lag = inHand;
		Collection<TopicPartition> assigned = consumer.assignment();
		for (TopicPartition partition : assigned) {
			lag += Math.max(0, consumer.currentLag(partition).orElse(0));
		}
		Progress before = this.progress.getOrDefault(consumer, Progress.NONE);
		Instant silentSince = isSilent(consumer)
				? ((before.silentSince() != null) ? before.silentSince() : this.clock.instant()) : null;
		this.progress.put(consumer, new Progress(lag, assigned.size(), silentSince, before.failure()));
	}

	/** Below zero: it has not joined its group. */
	private static boolean isSilent(Consumer<?, ?> consumer) {
		for (Metric metric : consumer.metrics().values()) {
			if (metric.metricName().name().equals("last-heartbeat-seconds-ago")
					&& metric.metricValue() instanceof Number seconds) {
				return seconds.doubleValue() < 0 || seconds.doubleValue() > SILENT_SECONDS;
			}
		}
		return false;
	}

	/** A try of the batch in hand has failed; the first one counts as its time. */
	void failed(Consumer<?, ?> consumer, Throwable cause) {
		this.progress.compute(consumer, (key, known) -> {
			Progress before = (known != null) ? known : Progress.NONE;
			Failure first = before.failure();
			return before.with((first != null) ? new Failure(first.since(), first.nanos(), className(cause))
					: new Failure(this.clock.instant(), System.nanoTime(), className(cause)));
		});
	}

	/** The batch in hand is applied, or left. */
	void recovered(Consumer<?, ?> consumer) {
		this.progress.computeIfPresent(consumer, (key, before) -> before.with(null));
	}

	/** Records that are not yet applied, in the partitions that are assigned here. */
	double lag() {
		return this.progress.values().stream().mapToLong(Progress::lag).sum();
	}

	/** Seconds since the batch in hand failed first; 0 if it does not wait. */
	double retrySeconds() {
		return this.progress.values()
			.stream()
			.map(Progress::failure)
			.mapToDouble((failure) -> (failure != null)
					? Duration.ofNanos(System.nanoTime() - failure.nanos()).toMillis() / 1000.0 : 0)
			.max()
			.orElse(0);
	}

	boolean isWell() {
		Stage now = now();
		return now.state() == State.RUNNING || now.state() == State.STARTING && now.cause() == null;
	}

	/**
	 * Says what it does, for people.
	 * @param catchingUp what a projection has yet to reach before it is ready; null if
	 * nothing
	 * @return state, since when, and why
	 */
	Map<String, Object> describe(@Nullable String catchingUp) {
		Stage now = now();
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("state", now.state().text);
		details.put("since", now.since().toString());
		if (now.cause() != null) {
			details.put("because", now.cause());
		}
		if (catchingUp != null) {
			details.put("catchingUp", catchingUp);
		}
		details.put("partitions", this.progress.values().stream().mapToInt(Progress::partitions).sum());
		details.put("lag", (long) lag());
		return details;
	}

	private Stage now() {
		Stage current = this.stage;
		if (current.state() != State.RUNNING) {
			return current;
		}
		return first(Progress::failure).map((failure) -> new Stage(State.RETRYING, failure.since(), failure.cause()))
			.or(() -> first(Progress::silentSince).map((since) -> new Stage(State.WITHOUT_BROKER, since, null)))
			.orElse(current);
	}

	private <T> Optional<T> first(Function<Progress, @Nullable T> property) {
		return this.progress.values().stream().flatMap((one) -> {
			T value = property.apply(one);
			return (value != null) ? Stream.of(value) : Stream.empty();
		}).findFirst();
	}

	/** Without the message, which may quote a document. */
	private static String className(Throwable cause) {
		return RootCause.of(cause).getClass().getName();
	}

	private enum State {

		STARTING("starting"), RUNNING("running"), RETRYING("retrying"), WITHOUT_BROKER("waiting for the broker"),
		RESTARTING("restarting"), STOPPED("stopped");

		private final String text;

		State(String text) {
			this.text = text;
		}

	}

	private record Stage(State state, Instant since, @Nullable String cause) {
	}

	/**
	 * How far one Kafka consumer is.
	 */
	private record Progress(long lag, int partitions, @Nullable Instant silentSince, @Nullable Failure failure) {

		static final Progress NONE = new Progress(0, 0, null, null);

		Progress with(@Nullable Failure other) {
			return new Progress(this.lag, this.partitions, this.silentSince, other);
		}

	}

	/**
	 * Why the batch in hand waits.
	 */
	private record Failure(Instant since, long nanos, String cause) {
	}

}
