package dev.rollcall.verification;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.TriggerContext;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * Runs the service's verifications one after another on one thread: when an operator asks
 * for it, and on a schedule if one is set.
 */
final class VerificationRuns implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(VerificationRuns.class);

	private static final Duration BEAT = Duration.ofSeconds(10);

	private static final Verification.Order SCHEDULED = new Verification.Order(false, false);

	private final List<Verification> verifications;

	private final VerifyMeters meters;

	private final Duration interval;

	private final @Nullable VerificationStore store;

	private final ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();

	/** Shows that this instance is alive while it runs verifications. */
	private final ThreadPoolTaskScheduler beating = new ThreadPoolTaskScheduler();

	private volatile VerifyReport report = VerifyReport.NONE;

	private boolean running;

	/**
	 * Creates the runs.
	 * @param store the state that instances share; null for a service without a store
	 */
	VerificationRuns(List<Verification> verifications, VerifyMeters meters, Duration interval,
			@Nullable VerificationStore store) {
		this.store = store;
		this.verifications = List.copyOf(verifications);
		this.meters = meters;
		this.interval = interval;
		this.scheduler.setThreadNamePrefix("rollcall-verify-");
		this.scheduler.setDaemon(true);
		this.beating.setThreadNamePrefix("rollcall-verify-beat-");
		this.beating.setDaemon(true);
		// Management endpoints answer before this starts.
		initialize();
	}

	VerifyReport report() {
		return this.report;
	}

	private void initialize() {
		this.scheduler.initialize();
		this.beating.initialize();
	}

	/**
	 * Starts a run unless one is in progress. It waits for the end of other instances'
	 * runs.
	 */
	synchronized VerifyReport start(Verification.Order order) {
		if (!this.report.state().equals("running")) {
			begin(order, false);
			if (order.repair()) {
				logger.info("Verification with repair started");
			}
			this.scheduler.execute(() -> run(order));
		}
		return this.report;
	}

	private synchronized void begin(Verification.Order order, boolean scheduled) {
		this.report = new VerifyReport("running", order.repair(), scheduled, Instant.now(), null, List.of());
	}

	private void run(Verification.Order order) {
		String state = "failed";
		try {
			while (this.store != null && !this.store.claim()) {
				TimeUnit.SECONDS.sleep(1);
			}
			state = runLeased(order) ? "done" : "failed";
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (RuntimeException ex) {
			logger.warn("Verification failed: {}", RootCause.of(ex).getClass().getName());
			logger.debug("Verification failed", ex);
		}
		finally {
			end(state);
		}
	}

	/** Runs if the run is due and no other instance runs. */
	private void runScheduled() {
		VerificationStore shared = this.store;
		if (this.report.state().equals("running")) {
			return;
		}
		if (shared == null) {
			begin(Verification.Order.CHECK, false);
			run(Verification.Order.CHECK);
			return;
		}
		try {
			if (!shared.isDue(this.interval.dividedBy(2)) || !shared.claim()) {
				showOthers(shared);
				return;
			}
		}
		catch (RuntimeException ex) {
			logger.debug("The store of verifications did not respond", ex);
			return;
		}
		begin(SCHEDULED, true);
		run(SCHEDULED);
	}

	private void showOthers(VerificationStore shared) {
		for (Verification verification : this.verifications) {
			VerificationStore.Result result = shared.result(verification.name());
			if (result != null) {
				this.meters.show(verification.name(), result.left(), result.age());
			}
		}
	}

	private boolean runLeased(Verification.Order order) {
		VerificationStore shared = this.store;
		if (shared == null) {
			return runAll(order);
		}
		Future<?> beats = this.beating.scheduleWithFixedDelay(shared::beat, BEAT);
		try {
			return runAll(order);
		}
		finally {
			beats.cancel(false);
			shared.release();
		}
	}

	/** Returns whether every verification was possible. */
	private boolean runAll(Verification.Order order) {
		boolean complete = true;
		for (Verification verification : this.verifications) {
			add(VerifyReport.Entry.running(verification.name()));
			VerifyReport.Entry entry = run(verification, order);
			complete &= entry.failure() == null;
			change((entries) -> {
				entries.set(entries.size() - 1, entry);
				return entries;
			});
		}
		return complete;
	}

	private VerifyReport.Entry run(Verification verification, Verification.Order order) {
		try {
			Findings findings = verification.verify(checkpointed(verification, order));
			this.meters.show(verification.name(), findings.leftByKind(), Duration.ZERO);
			if (this.store != null) {
				this.store.save(verification.name(), findings.leftByKind());
			}
			if (findings.left() > 0) {
				logger.warn("Verification of {}: {} of {} keys differ from the log", verification.name(),
						findings.left(), findings.compared());
			}
			return VerifyReport.Entry.done(verification.name(), findings);
		}
		catch (RuntimeException ex) {
			logger.warn("Verification of {} failed: {}", verification.name(), RootCause.of(ex).getClass().getName());
			logger.debug("Verification of {} failed", verification.name(), ex);
			return VerifyReport.Entry.failed(verification.name(), ex);
		}
	}

	private Verification.Order checkpointed(Verification verification, Verification.Order order) {
		return (order == SCHEDULED && this.store != null)
				? new Verification.Order(false, false, this.store.checkpoint(verification.name())) : order;
	}

	private void add(VerifyReport.Entry entry) {
		change((entries) -> {
			entries.add(entry);
			return entries;
		});
	}

	private void change(UnaryOperator<List<VerifyReport.Entry>> change) {
		VerifyReport now = this.report;
		this.report = new VerifyReport(now.state(), now.repair(), now.scheduled(), now.startedAt(), now.finishedAt(),
				List.copyOf(change.apply(new ArrayList<>(now.verifications()))));
	}

	private synchronized void end(String state) {
		VerifyReport now = this.report;
		this.report = new VerifyReport(state, now.repair(), now.scheduled(), now.startedAt(), Instant.now(),
				now.verifications());
	}

	@Override
	public synchronized void start() {
		if (this.scheduler.getScheduledThreadPoolExecutor().isShutdown()) {
			initialize();
		}
		if (this.interval.toMillis() > 0 && !this.verifications.isEmpty()) {
			this.scheduler.schedule(this::runScheduled, this::next);
		}
		this.running = true;
	}

	/** Pauses for 0.5 to 1.5 intervals, so that instances do not check at once. */
	private Instant next(TriggerContext context) {
		long millis = this.interval.toMillis();
		return Instant.now().plusMillis(millis / 2 + ThreadLocalRandom.current().nextLong(millis + 1));
	}

	@Override
	public synchronized void stop() {
		this.running = false;
		this.scheduler.shutdown();
		this.beating.shutdown();
	}

	@Override
	public synchronized boolean isRunning() {
		return this.running;
	}

}
