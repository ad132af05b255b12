package dev.rollcall.notification.delivery;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.rollcall.verification.ErrorBoundary;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.context.SmartLifecycle;

/**
 * Sends the due deliveries of one channel: its own thread leases them, a bounded
 * scheduler sends them. While the store or the mail server is unavailable it retries.
 */
final class DeliveryWorker implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(DeliveryWorker.class);

	private static final Duration STORE_TIMEOUT = Duration.ofSeconds(10);

	private static final int PAGE_SIZE = 100;

	/** The poll interval is multiplied by this while no delivery is retried. */
	private static final int IDLE_POLL_FACTOR = 5;

	private static final int MAX_SKIPPED = 10 * PAGE_SIZE;

	private final String id = UUID.randomUUID().toString();

	private final Channel channel;

	private final Sender sender;

	private final Deliveries deliveries;

	private final DeliveryProperties properties;

	private final Set<String> sending = ConcurrentHashMap.newKeySet();

	private final AtomicInteger reserved = new AtomicInteger();

	private final Semaphore wakeUp = new Semaphore(0);

	private final Queue<DueDelivery> waiting = new ArrayDeque<>();

	private final LeaseWatch watch;

	private final OldestDelivery oldest;

	private long nextBeat = System.nanoTime();

	/**
	 * Whether deliveries may wait that are not new, so that the end of an attempt is a
	 * reason to look for them. While the worker looks for them, they may.
	 */
	private volatile boolean more;

	/** Whether another worker was faster with a delivery of the last page. */
	private boolean outrun;

	/**
	 * When this instance last had to postpone a delivery; at the start another may have.
	 */
	private volatile long postponedAt = System.nanoTime();

	private boolean prepared;

	private boolean failing;

	private volatile @Nullable Scheduler senders;

	private volatile @Nullable Thread thread;

	DeliveryWorker(Channel channel, Sender sender, Deliveries deliveries, DeliveryProperties properties,
			OldestDelivery oldest) {
		this.channel = channel;
		this.sender = sender;
		this.deliveries = deliveries;
		this.properties = properties;
		this.watch = new LeaseWatch(properties.leaseTimeout());
		this.oldest = oldest;
	}

	/**
	 * Wakes the worker if deliveries of its channel have been added.
	 */
	void wakeFor(List<Delivery> added) {
		if (added.stream().anyMatch((delivery) -> delivery.key().channel() == this.channel)) {
			wake();
		}
	}

	/** The name by which it leases deliveries. */
	String id() {
		return this.id;
	}

	/**
	 * Reserves a sender for a new delivery, which is then stored as leased.
	 * @return false if none is free, or another channel sends it
	 */
	boolean reserve(Delivery delivery) {
		if (delivery.key().channel() != this.channel || !isRunning() || !hasFreeSender()) {
			return false;
		}
		this.reserved.incrementAndGet();
		return true;
	}

	/** Ends a reservation, after the start of its delivery if that is leased. */
	void release() {
		this.reserved.decrementAndGet();
		if (this.more) {
			wake();
		}
	}

	private void wake() {
		this.wakeUp.release();
	}

	@Override
	public void start() {
		this.senders = Schedulers.newBoundedElastic(this.properties.concurrency(), PAGE_SIZE,
				"delivery-" + this.channel.id());
		Thread worker = new Thread(this::run, "deliveries-" + this.channel.id());
		this.thread = worker;
		worker.start();
	}

	/**
	 * Waits for attempts in progress, so that no other instance repeats them.
	 */
	@Override
	public void stop() {
		Thread worker = this.thread;
		Scheduler scheduler = this.senders;
		this.thread = null;
		wake();
		if (worker != null && scheduler != null) {
			join(worker);
			finish(scheduler);
		}
	}

	@Override
	public boolean isRunning() {
		return this.thread != null;
	}

	/** Starts before the consumers, which add deliveries, and stops after them. */
	@Override
	public int getPhase() {
		return 0;
	}

	private void run() {
		while (this.thread == Thread.currentThread()) {
			try {
				ErrorBoundary.run(this::poll);
				this.failing = false;
			}
			catch (RuntimeException ex) {
				warn(ex);
			}
			pause();
		}
	}

	private void poll() {
		if (!this.prepared) {
			this.deliveries.prepare().block(STORE_TIMEOUT);
			this.prepared = true;
		}
		if (beat()) {
			takeOver();
			releaseHeld();
			measure();
		}
		sendWaiting();
	}

	/**
	 * Raises the beat when its time has come. Each loop with many calls of the store does
	 * so, or other workers would take its leases over.
	 * @return whether the time had come
	 */
	private boolean beat() {
		if (System.nanoTime() - this.nextBeat < 0) {
			return false;
		}
		if (!this.sending.isEmpty()) {
			this.deliveries.beat(this.id, List.copyOf(this.sending)).block(STORE_TIMEOUT);
		}
		this.nextBeat = System.nanoTime() + this.properties.beatInterval().toNanos();
		return true;
	}

	/** Only the gauge needs the answer: a failure neither stops sending nor take-over. */
	private void measure() {
		try {
			this.oldest.set(this.deliveries.oldest(this.channel).block(STORE_TIMEOUT));
		}
		catch (RuntimeException ex) {
			logger.debug("Channel {} cannot read its oldest delivery", this.channel.id(), ex);
		}
	}

	/** Includes own leases whose acknowledgement was lost. */
	private void takeOver() {
		List<DueDelivery> leased = this.deliveries.leased(this.channel).blockOptional(STORE_TIMEOUT).orElseThrow();
		List<DueDelivery> others = leased.stream().filter((lease) -> !this.sending.contains(lease.id())).toList();
		for (DueDelivery silent : this.watch.silent(others, System.nanoTime())) {
			if (hasFreeSender()) {
				beat();
				start(this.deliveries.takeOver(silent, this.id).block(STORE_TIMEOUT));
			}
		}
	}

	private void releaseHeld() {
		while (this.deliveries.release(this.channel, PAGE_SIZE)
			.blockOptional(STORE_TIMEOUT)
			.orElseThrow() >= PAGE_SIZE) {
			beat();
		}
	}

	private void sendWaiting() {
		this.more = true;
		boolean full = false;
		if (this.waiting.isEmpty() && hasFreeSender()) {
			this.waiting.addAll(page());
			full = this.waiting.size() >= PAGE_SIZE;
			this.outrun = false;
		}
		while (!this.waiting.isEmpty() && hasFreeSender()) {
			beat();
			DueDelivery leased = this.deliveries.lease(this.waiting.remove(), this.id).block(STORE_TIMEOUT);
			this.outrun |= leased == null;
			start(leased);
		}
		this.more = full || !this.waiting.isEmpty() || !hasFreeSender();
	}

	/**
	 * In no order, so that workers rarely try the same delivery. After another worker was
	 * faster, it begins at a random place, because many workers share the first ones.
	 */
	private List<DueDelivery> page() {
		int skipped = this.outrun ? ThreadLocalRandom.current().nextInt(MAX_SKIPPED) : 0;
		List<DueDelivery> page = new ArrayList<>(due(skipped));
		if (page.isEmpty() && skipped > 0) {
			page.addAll(due(0));
		}
		Collections.shuffle(page);
		return page;
	}

	private List<DueDelivery> due(int skipped) {
		return this.deliveries.due(this.channel, skipped, PAGE_SIZE).blockOptional(STORE_TIMEOUT).orElseThrow();
	}

	private boolean hasFreeSender() {
		return this.sending.size() + this.reserved.get() < this.properties.concurrency();
	}

	/** Sends a leased delivery. */
	void start(@Nullable DueDelivery leased) {
		Scheduler scheduler = this.senders;
		if (leased != null && scheduler != null) {
			this.sending.add(leased.id());
			scheduler.schedule(() -> send(leased));
		}
	}

	private void send(DueDelivery leased) {
		try {
			if (this.sender.send(leased) instanceof Outcome.Postponed) {
				this.postponedAt = System.nanoTime();
			}
		}
		finally {
			this.sending.remove(leased.id());
			if (this.more) {
				wake();
			}
		}
	}

	private void pause() {
		try {
			if (this.wakeUp.tryAcquire(pollInterval().toMillis(), TimeUnit.MILLISECONDS)) {
				this.wakeUp.drainPermits();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Only retries are due soon after each other. Otherwise it polls for what others have
	 * left behind.
	 */
	private Duration pollInterval() {
		boolean retries = System.nanoTime() - this.postponedAt < this.properties.backOff().max().toNanos() * 2;
		Duration interval = this.properties.pollInterval();
		return retries ? interval : interval.multipliedBy(IDLE_POLL_FACTOR);
	}

	private void warn(RuntimeException ex) {
		this.waiting.clear();
		this.watch.clear();
		if (!this.failing) {
			this.failing = true;
			logger.warn("Channel {} cannot read its deliveries; retrying until the store responds", this.channel.id(),
					ex);
		}
	}

	private void finish(Scheduler scheduler) {
		Duration limit = this.properties.shutdownTimeout();
		scheduler.disposeGracefully().timeout(limit).onErrorComplete().block(limit.multipliedBy(2));
		scheduler.dispose();
	}

	private static void join(Thread worker) {
		try {
			worker.join(STORE_TIMEOUT.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
