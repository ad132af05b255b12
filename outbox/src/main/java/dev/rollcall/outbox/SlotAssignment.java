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
 * <p>
 * If the coordinator does not respond for the session timeout, the group assigns the
 * slots to others. This instance may still reach the brokers, and its relays would fence
 * the new owners again and again. So it releases its slots until it is assigned anew.
 */
final class SlotAssignment implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(SlotAssignment.class);

	private static final Duration POLL_TIMEOUT = Duration.ofSeconds(1);

	private static final Duration METADATA_TIMEOUT = Duration.ofSeconds(5);

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
			Rebalancing rebalancing = new Rebalancing(member);
			CoordinatorWatch coordinator = new CoordinatorWatch();
			member.subscribe(List.of(this.clients.topic()), rebalancing);
			boolean checked = false;
			while (!isStopping()) {
				checked = checked || isWhole(member);
				member.poll(POLL_TIMEOUT).forEach((hint) -> this.listener.hint(hint.key()));
				boolean silent = coordinator.isSilent(member.metrics());
				if (silent) {
					rebalancing.release();
				}
				if (checked) {
					this.listener.troubled(silent ? NO_RESPONSE : null);
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

		private final Consumer<String, byte[]> member;

		private boolean released;

		Rebalancing(Consumer<String, byte[]> member) {
			this.member = member;
		}

		/**
		 * Releases all slots until the group confirms in a rebalance which of them are
		 * still assigned.
		 */
		void release() {
			if (!this.released) {
				this.released = true;
				logger.warn("The coordinator of the outbox's group does not respond; the slots are released");
				SlotAssignment.this.listener.revoked(allSlots());
				this.member.enforceRebalance("the coordinator did not respond");
			}
		}

		/** The partitions that the member keeps in a rebalance are not among these. */
		@Override
		public void onPartitionsAssigned(Collection<TopicPartition> added) {
			Collection<TopicPartition> assigned = this.released ? this.member.assignment() : added;
			this.released = false;
			SlotAssignment.this.listener.assigned(slots(assigned));
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
