package dev.rollcall.verification;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;

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

	private final List<Verification> verifications;

	private final VerifyMeters meters;

	private final Duration interval;

	private final ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();

	private volatile VerifyReport report = VerifyReport.NONE;

	private boolean running;

	VerificationRuns(List<Verification> verifications, VerifyMeters meters, Duration interval) {
		this.verifications = List.copyOf(verifications);
		this.meters = meters;
		this.interval = interval;
		this.scheduler.setThreadNamePrefix("rollcall-verify-");
		this.scheduler.setDaemon(true);
		// Management endpoints answer before this starts.
		this.scheduler.initialize();
	}

	VerifyReport report() {
		return this.report;
	}

	/**
	 * Starts a run unless one is in progress.
	 */
	synchronized VerifyReport start(Verification.Order order) {
		if (!this.report.state().equals("running")) {
			this.report = new VerifyReport("running", order.repair(), Instant.now(), null, List.of());
			if (order.repair()) {
				logger.info("Verification with repair started");
			}
			this.scheduler.execute(() -> run(order));
		}
		return this.report;
	}

	private void run(Verification.Order order) {
		String state = "failed";
		try {
			state = runAll(order) ? "done" : "failed";
		}
		finally {
			end(state);
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
			Findings findings = verification.verify(order);
			this.meters.show(verification.name(), findings);
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

	private void add(VerifyReport.Entry entry) {
		change((entries) -> {
			entries.add(entry);
			return entries;
		});
	}

	private void change(UnaryOperator<List<VerifyReport.Entry>> change) {
		VerifyReport now = this.report;
		this.report = new VerifyReport(now.state(), now.repair(), now.startedAt(), now.finishedAt(),
				List.copyOf(change.apply(new ArrayList<>(now.verifications()))));
	}

	private synchronized void end(String state) {
		VerifyReport now = this.report;
		this.report = new VerifyReport(state, now.repair(), now.startedAt(), Instant.now(), now.verifications());
	}

	@Override
	public synchronized void start() {
		if (this.scheduler.getScheduledThreadPoolExecutor().isShutdown()) {
			this.scheduler.initialize();
		}
		if (this.interval.toMillis() > 0 && !this.verifications.isEmpty()) {
			this.scheduler.schedule(() -> start(Verification.Order.CHECK), this::next);
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
	}

	@Override
	public synchronized boolean isRunning() {
		return this.running;
	}

}
