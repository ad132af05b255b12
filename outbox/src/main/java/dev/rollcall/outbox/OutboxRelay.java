package dev.rollcall.outbox;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

import dev.rollcall.schemas.Topic;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Relays the slots that the consumer group assigns to this instance. Stops after the web
 * server and the listeners, so that their last messages are published.
 */
final class OutboxRelay implements SmartLifecycle, SlotAssignment.Listener {

	private static final Logger logger = LoggerFactory.getLogger(OutboxRelay.class);

	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

	private static final Duration STUCK_AFTER = Duration.ofMinutes(1);

	private static final int AFTER_THE_WEB_SERVER = DEFAULT_PHASE - 4096;

	private final boolean relaying;

	private final RelayClients clients;

	private final RelayContext context;

	private final Map<Integer, SlotRelay> relays = new ConcurrentHashMap<>();

	private final Sweep sweep;

	private final Hints hints;

	private volatile boolean member;

	private volatile @Nullable String trouble = "the broker";

	private volatile @Nullable Membership membership;

	OutboxRelay(RelayClients clients, RelayContext context, Duration sweepPause, boolean relaying) {
		this.relaying = relaying;
		this.clients = clients;
		this.context = context;
		this.hints = new Hints(clients, context.threads());
		this.sweep = new Sweep(context, sweepPause, this::owned, this::addToBacklog);
	}

	void register(MeterRegistry meters) {
		Gauge.builder("rollcall.outbox.slots", this, (relay) -> relay.owned().size())
			.description("Slots that this instance owns; all instances together own 8")
			.register(meters);
		IntStream.range(0, Topic.RELAY_SLOTS)
			.forEach((slot) -> Gauge.builder("rollcall.outbox.slot.failing", this, (relay) -> relay.failing(slot))
				.description("Time since when a slot of this instance fails; 0 if it works")
				.baseUnit("seconds")
				.tag("slot", String.valueOf(slot))
				.register(meters));
		if (!this.context.markers().topics().isEmpty()) {
			TimeGauge.builder("rollcall.outbox.compaction.lag", this, TimeUnit.SECONDS, OutboxRelay::compactionLag)
				.description("Age of the oldest deletion that may still be in the compacted topics")
				.register(meters);
		}
	}

	private double failing(int slot) {
		SlotRelay relay = this.relays.get(slot);
		return (relay != null) ? relay.failures().age().toMillis() / 1e3 : 0;
	}

	/** Only the instance that sends the markers knows. */
	private double compactionLag() {
		return owned().contains(SlotRelay.MARKING_SLOT) ? this.context.markers().lag().seconds() : Double.NaN;
	}

	/**
	 * Notifies the owner of a document's slot. Neither blocks nor fails.
	 */
	void wake(String id) {
		if (this.relays.containsKey(Slot.of(id))) {
			relay(id);
		}
		else if (this.member) {
			this.hints.send(id);
		}
	}

	/**
	 * Publishes a document in turn with those that are woken. Another instance finds it
	 * by its sweep.
	 */
	void addToBacklog(String id) {
		SlotRelay relay = this.relays.get(Slot.of(id));
		if (relay != null) {
			relay.addToBacklog(id);
		}
	}

	@Override
	public void start() {
		if (!this.relaying) {
			this.trouble = "rollcall.outbox.relaying, which is off";
			return;
		}
		this.hints.open();
		SlotAssignment assignment = new SlotAssignment(this.clients, this);
		Thread thread = RelayThreads.named("outbox-assignment-").newThread(assignment);
		this.membership = new Membership(assignment, thread);
		thread.start();
	}

	@Override
	public void stop() {
		Membership current = this.membership;
		if (current != null) {
			this.membership = null;
			current.end();
			this.hints.close();
		}
	}

	@Override
	public boolean isRunning() {
		return this.membership != null;
	}

	@Override
	public int getPhase() {
		return AFTER_THE_WEB_SERVER;
	}

	@Override
	public void assigned(Collection<Integer> slots) {
		this.member = true;
		slots.stream().filter((slot) -> slot < Topic.RELAY_SLOTS).forEach(this::assigned);
	}

	private void assigned(int slot) {
		SlotPublisher publisher = new SlotPublisher(slot, () -> this.clients.transactional(slot), this.context);
		SlotRelay relay = new SlotRelay(publisher, this.context, this.sweep, this.clients::reader);
		SlotRelay former = this.relays.put(slot, relay);
		if (former != null) {
			former.release();
		}
		relay.start();
	}

	@Override
	public void revoked(Collection<Integer> slots) {
		slots.forEach((slot) -> {
			SlotRelay relay = this.relays.remove(slot);
			if (relay != null) {
				relay.release();
			}
		});
	}

	@Override
	public void troubled(@Nullable String trouble) {
		this.trouble = trouble;
	}

	@Override
	public void hint(@Nullable String id) {
		if (id != null) {
			relay(id);
		}
	}

	@Override
	public void stopping() {
		this.member = false;
		List<SlotRelay> last = List.copyOf(this.relays.values());
		CompletableFuture<?>[] ends = last.stream().map(SlotRelay::finish).toArray(CompletableFuture<?>[]::new);
		try {
			CompletableFuture.allOf(ends).get(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			logger.warn(
					"The outbox stopped before all messages were published; the rest is published after the next start");
			last.forEach(SlotRelay::release);
		}
		catch (Exception ex) {
			logger.warn("The outbox did not stop cleanly", ex);
		}
		this.relays.clear();
	}

	private void relay(String id) {
		SlotRelay relay = this.relays.get(Slot.of(id));
		if (relay != null) {
			relay.wake(id);
		}
	}

	/**
	 * Returns the slots that this instance owns.
	 */
	List<Integer> owned() {
		return this.relays.entrySet()
			.stream()
			.filter((entry) -> entry.getValue().isOwner())
			.map(Map.Entry::getKey)
			.toList();
	}

	/**
	 * Returns the causes of the slots that have failed for at least a minute.
	 */
	Map<Integer, String> stuck() {
		Map<Integer, String> stuck = new TreeMap<>();
		this.relays.forEach((slot, relay) -> {
			Duration age = relay.failures().age();
			if (age.compareTo(STUCK_AFTER) >= 0) {
				stuck.put(slot, "%s, for %d s".formatted(relay.failures().cause(), age.toSeconds()));
			}
		});
		return stuck;
	}

	/**
	 * Returns, for each assigned slot that is failing or not taken over yet, what it
	 * waits for.
	 */
	Map<Integer, String> waiting() {
		Map<Integer, String> waiting = new TreeMap<>();
		this.relays.forEach((slot, relay) -> {
			String reason = relay.waitsFor();
			if (reason != null) {
				waiting.put(slot, reason);
			}
		});
		return waiting;
	}

	/**
	 * Returns what prevents the assignment of slots to this instance.
	 * @return a noun phrase; null if nothing does
	 */
	@Nullable String trouble() {
		return this.trouble;
	}

	private record Membership(SlotAssignment assignment, Thread thread) {

		void end() {
			this.assignment.stop();
			try {
				this.thread.join(STOP_TIMEOUT.multipliedBy(2).toMillis());
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

	}

}
