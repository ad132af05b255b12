package dev.rollcall.projection;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Runs the service's verifications, one after another on one thread: when an operator
 * asks, and now and then by itself.
 */
final class VerificationRuns implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(VerificationRuns.class);

	private final List<Verification> verifications;

	private final VerifyMeters meters;

	private final Duration interval;

	private ScheduledExecutorService thread = thread();

	private volatile VerifyReport report = VerifyReport.NONE;

	private boolean running;

	VerificationRuns(List<Verification> verifications, VerifyMeters meters, Duration interval) {
		this.verifications = List.copyOf(verifications);
		this.meters = meters;
		this.interval = interval;
	}

	private static ScheduledExecutorService thread() {
		return new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(task, "rollcall-verify");
			thread.setDaemon(true);
			return thread;
		});
	}

	VerifyReport report() {
		return this.report;
	}

	/**
	 * Starts a run, unless one is going on.
	 * @return the run that is going on now
	 */
	synchronized VerifyReport start(Verification.Order order) {
		if (!this.report.state().equals("running")) {
			this.report = new VerifyReport("running", order.repair(), Instant.now(), null, List.of());
			this.thread.execute(() -> run(order));
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

	/** Returns whether all could be carried out. */
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
				logger.warn("{} differs from the log: {} of {} users", verification.name(), findings.left(),
						findings.compared());
			}
			return VerifyReport.Entry.done(verification.name(), findings);
		}
		catch (RuntimeException ex) {
			logger.warn("{} cannot be verified now: {}", verification.name(), RootCause.of(ex).getClass().getName());
			logger.debug("{} cannot be verified now", verification.name(), ex);
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
		if (this.thread.isShutdown()) {
			this.thread = thread();
		}
		this.running = true;
		scheduleNext();
	}

	/** Anywhere from half the interval to one and a half, so that instances disperse. */
	private void scheduleNext() {
		long millis = this.interval.toMillis();
		if (millis > 0 && !this.verifications.isEmpty()) {
			long pause = millis / 2 + ThreadLocalRandom.current().nextLong(millis + 1);
			this.thread.schedule(this::check, pause, TimeUnit.MILLISECONDS);
		}
	}

	/** On the one thread, so no run is going on; one that is asked for now comes next. */
	private synchronized void check() {
		start(Verification.Order.CHECK);
		if (this.running) {
			scheduleNext();
		}
	}

	@Override
	public synchronized void stop() {
		this.running = false;
		this.thread.shutdownNow();
	}

	@Override
	public synchronized boolean isRunning() {
		return this.running;
	}

}
