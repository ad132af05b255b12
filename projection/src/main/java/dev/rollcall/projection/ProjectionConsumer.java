package dev.rollcall.projection;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.rollcall.verification.ErrorBoundary;
import dev.rollcall.verification.RootCause;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the consumers of one projection: those of each generation of its version that
 * {@code projections} names, which is read every 500 ms.
 */
final class ProjectionConsumer implements DeclaredConsumer {

	private static final Logger logger = LoggerFactory.getLogger(ProjectionConsumer.class);

	private static final Duration INTERVAL = Duration.ofMillis(500);

	private final Map<Integer, Running> running = new ConcurrentHashMap<>();

	private volatile CountDownLatch stop = new CountDownLatch(1);

	private final Projection projection;

	private final Generations generations;

	private final Subscriptions subscriptions;

	private final Rebuild rebuild;

	private final Tools tools;

	private final ConsumerMeters meters;

	private final ConsumerStatus starting;

	private volatile @Nullable ProjectionState state;

	private boolean failing;

	ProjectionConsumer(Projection projection, Generations generations, Subscriptions subscriptions, Rebuild rebuild,
			Tools tools) {
		this.projection = projection;
		this.generations = generations;
		this.rebuild = rebuild;
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

	/** The lag of the generation being built, in the partitions assigned here. */
	double rebuildLag() {
		ProjectionState known = this.state;
		Running building = (known != null)
				? known.building().map((generation) -> this.running.get(generation.number())).orElse(null) : null;
		return (building != null) ? building.subscription().status().lag() : 0;
	}

	/** The active generation; 0 if there is none yet. */
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
		start(() -> this.tools.cleaner().run(this.projection, this.generations, this.running::keySet, end), "-cleaner");
	}

	private void start(Runnable loop, String name) {
		Thread thread = new Thread(loop, "rollcall-" + this.projection.name() + name);
		thread.setDaemon(true);
		thread.start();
	}

	/** Finishes and commits the current batch of each generation. */
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
				refresh();
			}
			while (!end.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.rebuild.close();
		}
	}

	/** Without the store, or after an Error, everything stays as it is. */
	private void refresh() {
		try {
			ErrorBoundary.run(this::readGenerations);
			this.failing = false;
		}
		catch (RuntimeException ex) {
			if (!this.failing) {
				logger.warn("The generations of projection {} cannot be read; retrying: {}", this.projection.name(),
						RootCause.of(ex).toString());
			}
			this.failing = true;
		}
	}

	private void readGenerations() {
		ProjectionState found = this.generations.state(this.projection).block();
		if (found != null) {
			this.state = found;
			reconcile(found);
			this.rebuild.advance(found);
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
					logger.info("Generation {} of projection {} was removed; stopping its consumers", entry.getKey(),
							this.projection.name());
					entry.getValue().run().stop(() -> {
					});
				}
				return gone;
			});
			for (Generation generation : found.own()) {
				this.running.computeIfAbsent(generation.number(), (number) -> run(generation))
					.catchUp()
					.update(generation);
			}
		}
	}

	private Running run(Generation generation) {
		CatchUp catchUp = new CatchUp(this.projection, generation, this.generations, this.tools.offsets(),
				this.tools.clock());
		Subscription subscription = this.subscriptions.of(this.projection, this.meters, catchUp,
				(record) -> reports(catchUp.generation(), record),
				() -> isCaughtUp() && activeNumber() == generation.number());
		ConsumerRun run = new ConsumerRun(subscription, this.tools.containers());
		run.start();
		return new Running(catchUp, subscription, run);
	}

	/** One generation dead-letters a poison record, or two while one is being built. */
	private boolean reports(Generation generation, ConsumerRecord<?, ?> record) {
		TopicPartition partition = new TopicPartition(record.topic(), record.partition());
		ProjectionState known = this.state;
		return generation.reports(partition, record.offset())
				&& (known == null || !known.isReportedByNewer(generation.number(), partition, record.offset()));
	}

	/**
	 * What all projections share.
	 */
	record Tools(ListenerContainers containers, TopicOffsets offsets, GenerationCleaner cleaner, Clock clock) {

	}

	/** A generation that runs here. */
	private record Running(CatchUp catchUp, Subscription subscription, ConsumerRun run) {

		boolean runs(Generation found) {
			Generation its = this.catchUp.generation();
			return found.number() == its.number() && found.startedAt().equals(its.startedAt());
		}

	}

}
