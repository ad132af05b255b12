package dev.rollcall.outbox;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import dev.rollcall.schemas.Topic;
import dev.rollcall.verification.ErrorBoundary;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This instance's membership in the consumer group that shares the slots. Its thread only
 * polls, so that the group never considers a busy instance dead. Offsets are not
 * committed: a duplicate or lost hint changes nothing.
 */
final class SlotAssignment implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(SlotAssignment.class);

	private static final Duration POLL_TIMEOUT = Duration.ofSeconds(1);

	private static final Duration METADATA_TIMEOUT = Duration.ofSeconds(5);

	/** After this the group considers the member dead, too. */
	private static final Duration HEARTBEAT_TIMEOUT = Duration.ofMillis(RelayClients.SESSION_TIMEOUT);

	private static final String NO_RESPONSE = "the broker, which does not respond";

	private static final Duration LEAVE_TIMEOUT = Duration.ofSeconds(2);

	private final RelayClients clients;

	private final Listener listener;

	private final CountDownLatch stopping = new CountDownLatch(1);

	private final Backoff backoff = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(5));

	/** Already logged. */
	private final Set<String> troubles = new HashSet<>();

	private volatile @Nullable Consumer<String, byte[]> consumer;

	SlotAssignment(RelayClients clients, Listener listener) {
		this.clients = clients;
		this.listener = listener;
	}

	void stop() {
		this.stopping.countDown();
		Consumer<String, byte[]> polled = this.consumer;
		if (polled != null) {
			polled.wakeup();
		}
	}

	@Override
	public void run() {
		while (!isStopping()) {
			try {
				ErrorBoundary.run(this::member);
			}
			catch (RuntimeException ex) {
				this.listener.revoked(allSlots());
				this.listener.troubled("the broker: " + ex.getClass().getSimpleName());
				pause(ex);
			}
		}
	}

	private void member() {
		Consumer<String, byte[]> member = this.clients.assignment();
		try {
			this.consumer = member;
			member.subscribe(List.of(this.clients.topic()), new Rebalancing());
			boolean checked = false;
			long heartbeatAt = System.nanoTime();
			while (!isStopping()) {
				checked = checked || isWhole(member);
				member.poll(POLL_TIMEOUT).forEach((hint) -> this.listener.hint(hint.key()));
				heartbeatAt = Math.max(heartbeatAt, lastHeartbeat(member));
				if (checked) {
					this.listener
						.troubled((System.nanoTime() - heartbeatAt > HEARTBEAT_TIMEOUT.toNanos()) ? NO_RESPONSE : null);
				}
				this.backoff.reset();
			}
		}
		catch (WakeupException ex) {
			logger.trace("The poll was interrupted to stop");
		}
		finally {
			this.consumer = null;
			if (isStopping()) {
				this.listener.stopping();
			}
			member.close(CloseOptions.timeout(LEAVE_TIMEOUT));
		}
	}

	/**
	 * Returns the nanosecond time of the last heartbeat. Kafka's client does not report
	 * an unreachable broker, but a member without a coordinator sends no heartbeats.
	 */
	private static long lastHeartbeat(Consumer<String, byte[]> member) {
		long now = System.nanoTime();
		return member.metrics()
			.values()
			.stream()
			.filter((metric) -> metric.metricName().name().equals("last-heartbeat-seconds-ago"))
			.mapToDouble((metric) -> ((Number) metric.metricValue()).doubleValue())
			.filter((seconds) -> seconds >= 0)
			.mapToLong((seconds) -> now - (long) (seconds * 1e9))
			.max()
			.orElse(Long.MIN_VALUE);
	}

	/**
	 * Whether each slot has a partition: without one its documents would never be
	 * published.
	 */
	private boolean isWhole(Consumer<String, byte[]> member) {
		String topic = this.clients.topic();
		int partitions = partitions(member, topic);
		if (partitions >= Topic.RELAY_SLOTS) {
			this.listener.troubled(null);
			return true;
		}
		String trouble = (partitions == 0) ? "the topic %s, which is missing".formatted(topic)
				: "the topic %s, which has %d partitions instead of %d".formatted(topic, partitions, Topic.RELAY_SLOTS);
		if (this.troubles.add(trouble)) {
			logger.error("The outbox cannot publish; it waits for {}", trouble);
		}
		this.listener.troubled(trouble);
		return false;
	}

	private static int partitions(Consumer<String, byte[]> member, String topic) {
		try {
			return member.partitionsFor(topic, METADATA_TIMEOUT).size();
		}
		catch (UnknownTopicOrPartitionException ex) {
			return 0;
		}
	}

	private void pause(RuntimeException failure) {
		Duration pause = this.backoff.next();
		if (this.backoff.isFirst()) {
			logger.warn("The outbox cannot join its consumer group; retrying: {}", failure.toString());
		}
		try {
			this.stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			this.stopping.countDown();
		}
	}

	private boolean isStopping() {
		return this.stopping.getCount() == 0;
	}

	private static List<Integer> allSlots() {
		return IntStream.range(0, Topic.RELAY_SLOTS).boxed().toList();
	}

	/**
	 * Receives the group's assignments on the polling thread. Must not block, except in
	 * {@link #stopping()}.
	 */
	interface Listener {

		void assigned(Collection<Integer> slots);

		void revoked(Collection<Integer> slots);

		void hint(@Nullable String id);

		/** Reports what prevents the assignment of slots; null if nothing does. */
		void troubled(@Nullable String trouble);

		/** Ends the work before this instance leaves the group. */
		void stopping();

	}

	private final class Rebalancing implements ConsumerRebalanceListener {

		@Override
		public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
			SlotAssignment.this.listener.assigned(slots(partitions));
		}

		@Override
		public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
			SlotAssignment.this.listener.revoked(slots(partitions));
		}

		private List<Integer> slots(Collection<TopicPartition> partitions) {
			return partitions.stream().map(TopicPartition::partition).toList();
		}

	}

}
