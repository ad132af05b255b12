package dev.rollcall.projection;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs what {@code projections} names of one projection, and looks there each 500 ms:
 * each generation of its version has its own consumers here. One that is built and has
 * caught up is compared with the active one by one of the instances, and then serves in
 * its place or is stopped. Whatever ends in the middle, an instance that looks goes on.
 */
final class ProjectionConsumer implements DeclaredConsumer {

	private static final Logger logger = LoggerFactory.getLogger(ProjectionConsumer.class);

	private static final Duration LOOK = Duration.ofMillis(500);

	/** Who compares says so each time it looks; after this another one takes it up. */
	private static final Duration CLAIM = Duration.ofSeconds(15);

	private static final Duration CLEAN_AGAIN = Duration.ofSeconds(5);

	private static final Duration CLEAN_ANYWAY = Duration.ofMinutes(10);

	private final String instance = UUID.randomUUID().toString();

	private final Map<Integer, Running> running = new ConcurrentHashMap<>();

	private volatile CountDownLatch stop = new CountDownLatch(1);

	private final Projection projection;

	private final Generations generations;

	private final Subscriptions subscriptions;

	private final Tools tools;

	private final ConsumerMeters meters;

	private final ConsumerStatus starting;

	private volatile @Nullable ProjectionState state;

	private @Nullable GenerationComparison comparison;

	/** Whether the comparison is done, and what came meanwhile is waited for. */
	private boolean aimedAgain;

	private boolean failing;

	ProjectionConsumer(Projection projection, Generations generations, Subscriptions subscriptions, Tools tools) {
		this.projection = projection;
		this.generations = generations;
		this.tools = tools;
		this.starting = new ConsumerStatus(tools.clock());
		this.subscriptions = subscriptions;
		this.meters = subscriptions.meters(projection, this::status);
	}

	@Override
	public String name() {
		return this.projection.name();
	}

	@Override
	public List<String> topics() {
		return this.projection.topics();
	}

	@Override
	public ConsumerMeters meters() {
		return this.meters;
	}

	@Override
	public List<Preparation> redrive() {
		return this.subscriptions.redrive(this.projection, this.meters);
	}

	/** The status of the active generation's consumer. */
	@Override
	public ConsumerStatus status() {
		Running active = active();
		return (active != null) ? active.subscription().status() : this.starting;
	}

	/** Records that the generation which is being built has not yet applied, here. */
	double rebuildLag() {
		ProjectionState known = this.state;
		Running building = (known != null)
				? known.building().map((generation) -> this.running.get(generation.number())).orElse(null) : null;
		return (building != null) ? building.subscription().status().lag() : 0;
	}

	/** The generation that serves; 0 as long as there is none. */
	int activeNumber() {
		ProjectionState known = this.state;
		Integer number = (known != null) ? known.activeNumber() : null;
		return (number != null) ? number : 0;
	}

	private @Nullable Running active() {
		return this.running.get(activeNumber());
	}

	boolean isCaughtUp() {
		ProjectionState known = this.state;
		return known != null && known.active().map(Generation::caughtUp).orElse(false);
	}

	@Override
	public @Nullable String catchingUp() {
		if (isCaughtUp()) {
			return null;
		}
		Running active = active();
		return (active != null) ? active.catchUp().waitingFor() : "the store";
	}

	void start() {
		CountDownLatch end = new CountDownLatch(1);
		synchronized (this.running) {
			this.running.clear();
			this.stop = end;
		}
		start(() -> watch(end), "-generations");
		start(() -> clean(end), "-cleaner");
	}

	private void start(Runnable loop, String name) {
		Thread thread = new Thread(loop, "rollcall-" + this.projection.name() + name);
		thread.setDaemon(true);
		thread.start();
	}

	/** Has each generation finish its batch and commit it. */
	void stop(Runnable stopped) {
		this.stop.countDown();
		synchronized (this.running) {
			AtomicInteger left = new AtomicInteger(this.running.size());
			this.running.values().forEach((one) -> one.run().stop(() -> {
				if (left.decrementAndGet() == 0) {
					stopped.run();
				}
			}));
			if (this.running.isEmpty()) {
				stopped.run();
			}
		}
	}

	private void watch(CountDownLatch end) {
		try {
			do {
				look();
			}
			while (!end.await(LOOK.toMillis(), TimeUnit.MILLISECONDS));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			endComparison();
		}
	}

	/** A store that is away leaves everything as it is. */
	private void look() {
		try {
			ProjectionState found = this.generations.state(this.projection).block();
			if (found != null) {
				this.state = found;
				reconcile(found);
				compare(found);
			}
			this.failing = false;
		}
		catch (RuntimeException ex) {
			if (!this.failing) {
				logger.warn("The generations of {} cannot be looked at: {}", this.projection.name(),
						RootCause.of(ex).toString());
			}
			this.failing = true;
		}
	}

	private void reconcile(ProjectionState found) {
		synchronized (this.running) {
			if (this.stop.getCount() == 0) {
				return;
			}
			this.running.entrySet().removeIf((entry) -> {
				boolean gone = found.own().stream().noneMatch(entry.getValue()::runs);
				if (gone) {
					logger.info("Generation {} of {} is given up", entry.getKey(), this.projection.name());
					entry.getValue().run().stop(() -> {
					});
				}
				return gone;
			});
			for (Generation generation : found.own()) {
				this.running.computeIfAbsent(generation.number(), (number) -> run(generation))
					.catchUp()
					.found(generation);
			}
		}
	}

	private Running run(Generation generation) {
		CatchUp catchUp = new CatchUp(this.projection, generation, this.generations, this.tools.offsets());
		Subscription subscription = this.subscriptions.of(this.projection, this.meters, catchUp,
				(record) -> tellsOf(catchUp.generation(), record),
				() -> isCaughtUp() && activeNumber() == generation.number());
		ConsumerRun run = new ConsumerRun(subscription, this.tools.containers());
		run.start();
		return new Running(catchUp, subscription, run);
	}

	/** Of each record one generation tells, or two while one is being built. */
	private boolean tellsOf(Generation generation, ConsumerRecord<?, ?> record) {
		TopicPartition partition = new TopicPartition(record.topic(), record.partition());
		ProjectionState known = this.state;
		return generation.tellsOf(partition, record.offset())
				&& (known == null || !known.isLaters(generation.number(), partition, record.offset()));
	}

	private void compare(ProjectionState found) {
		Generation building = found.building().orElse(null);
		Generation active = found.active().orElse(null);
		GenerationComparison current = this.comparison;
		if (building == null || active == null || !building.caughtUp() || building.isStopped()) {
			endComparison();
			return;
		}
		if (current == null || current.number() != building.number()) {
			endComparison();
			Instant stale = this.tools.clock().instant().minus(CLAIM);
			if (this.generations.claim(this.projection, building.number(), this.instance, stale)) {
				logger.info("Generation {} of {} has caught up and is compared", building.number(),
						this.projection.name());
				this.comparison = GenerationComparison.start(this.projection, active, building, this.tools.database(),
						this.tools.properties(), this.tools.compactedTopics());
			}
			return;
		}
		if (!this.generations.claim(this.projection, building.number(), this.instance, Instant.MIN)) {
			endComparison();
		}
		else if (current.isDone()) {
			conclude(building, current);
		}
	}

	private void conclude(Generation building, GenerationComparison done) {
		int number = building.number();
		Throwable failure = done.failure();
		if (failure != null) {
			endComparison();
			logger.warn("Generation {} of {} could not be compared, which begins again: {}", number,
					this.projection.name(), RootCause.of(failure).getClass().getName());
		}
		else if (!done.differences().isEmpty()) {
			endComparison();
			this.generations.stop(this.projection, number, done.differences().findings());
			logger.error("Generation {} of {} is stopped: {}", number, this.projection.name(),
					done.differences().findings().toJson());
		}
		else if (!this.aimedAgain) {
			this.generations.setLastTargets(this.projection, number, this.tools.offsets().filledEnds(topics()));
			this.aimedAgain = true;
		}
		else if (building.isUpToDate()) {
			endComparison();
			if (this.generations.cutOver(this.projection, number, done.differences().findings())) {
				logger.info("Generation {} of {} serves from now on", number, this.projection.name());
			}
		}
	}

	private void endComparison() {
		if (this.comparison != null) {
			this.comparison.close();
			this.comparison = null;
			this.aimedAgain = false;
		}
	}

	/**
	 * Where the generations have changed, again while something is left, and rarely else.
	 */
	private void clean(CountDownLatch end) {
		Set<Integer> cleaned = Set.of();
		long due = System.nanoTime();
		try {
			while (!end.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
				Set<Integer> now = Set.copyOf(this.running.keySet());
				if (System.nanoTime() - due >= 0 || !now.equals(cleaned)) {
					due = System.nanoTime() + (isClean() ? CLEAN_ANYWAY : CLEAN_AGAIN).toNanos();
					cleaned = now;
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private boolean isClean() {
		try {
			return this.tools.cleaner().clean(this.projection, this.generations);
		}
		catch (RuntimeException ex) {
			logger.debug("Former generations of {} cannot be taken away now", this.projection.name(), ex);
			return false;
		}
	}

	/**
	 * What it works with.
	 *
	 * @param containers makes the consumers
	 * @param offsets asks the broker
	 * @param database the store
	 * @param cleaner takes away what no generation needs
	 * @param properties how projections are built anew
	 * @param compactedTopics topics that forget who was deleted
	 * @param clock the time
	 */
	record Tools(ListenerContainers containers, TopicOffsets offsets, ProjectionDatabase database,
			GenerationCleaner cleaner, ProjectionProperties.Rebuild properties, Set<String> compactedTopics,
			Clock clock) {

	}

	/**
	 * A generation that runs here.
	 */
	private record Running(CatchUp catchUp, Subscription subscription, ConsumerRun run) {

		boolean runs(Generation found) {
			Generation its = this.catchUp.generation();
			return found.number() == its.number() && found.startedAt().equals(its.startedAt());
		}

	}

}
