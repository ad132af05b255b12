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
 * What one consumer does or waits for. The consuming threads update it, metrics and
 * health read it; nothing here calls the broker.
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

	/** The preparation failed. */
	void cannotStart(Throwable cause) {
		stop(State.STARTING, className(cause));
	}

	void runs() {
		this.stage = new Stage(State.RUNNING, this.clock.instant(), null);
	}

	/** It ended unexpectedly and is restarted. */
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
	 * Reads the state of a Kafka consumer, on its thread.
	 * @param inProgress how many of its records are not yet applied
	 */
	void observe(Consumer<?, ?> consumer, int inProgress) {
		long lag = inProgress;
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

	/** An attempt failed; the time of the first failure is kept. */
	void failed(Consumer<?, ?> consumer, Throwable cause) {
		this.progress.compute(consumer, (key, known) -> {
			Progress before = (known != null) ? known : Progress.NONE;
			Failure first = before.failure();
			return before.with((first != null) ? new Failure(first.since(), first.nanos(), className(cause))
					: new Failure(this.clock.instant(), System.nanoTime(), className(cause)));
		});
	}

	/** The current batch is applied or abandoned. */
	void recovered(Consumer<?, ?> consumer) {
		this.progress.computeIfPresent(consumer, (key, before) -> before.with(null));
	}

	/** Records not yet applied in the partitions assigned here. */
	double lag() {
		return this.progress.values().stream().mapToLong(Progress::lag).sum();
	}

	/** Seconds since the first failure of the current batch; 0 if it does not fail. */
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
	 * Describes the state for operators.
	 * @param catchingUp what a projection must reach before it is ready; null if nothing
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

	/** The progress of one Kafka consumer. */
	private record Progress(long lag, int partitions, @Nullable Instant silentSince, @Nullable Failure failure) {

		static final Progress NONE = new Progress(0, 0, null, null);

		Progress with(@Nullable Failure other) {
			return new Progress(this.lag, this.partitions, this.silentSince, other);
		}

	}

	/** Why the current batch fails. */
	private record Failure(Instant since, long nanos, String cause) {
	}

}
