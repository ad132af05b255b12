package dev.rollcall.projection;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import dev.rollcall.verification.RootCause;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.util.backoff.BackOffExecution;

/**
 * Runs one consumer from the start of the application to its stop, on its own thread:
 * prepares it until that succeeds, starts its container, and starts another one, with
 * back-off, when that ends unexpectedly, as after an Error. A batch in progress was not
 * committed then, so it is delivered again.
 */
final class ConsumerRun {

	private static final Logger logger = LoggerFactory.getLogger(ConsumerRun.class);

	/** A run of at least this length resets the back-off. */
	private static final long STABLE_NANOS = Duration.ofMinutes(1).toNanos();

	private static final int STOP_SECONDS = 30;

	private final Subscription subscription;

	private final ListenerContainers containers;

	private final CountDownLatch stop = new CountDownLatch(1);

	private @Nullable Preparation preparation;

	private @Nullable MessageListenerContainer container;

	private volatile CountDownLatch ended = new CountDownLatch(1);

	private volatile String reason = "";

	ConsumerRun(Subscription subscription, ListenerContainers containers) {
		this.subscription = subscription;
		this.containers = containers;
	}

	void start() {
		Thread thread = new Thread(this::run, "rollcall-" + this.subscription.name());
		thread.setDaemon(true);
		thread.start();
	}

	private void run() {
		BackOffExecution backOff = this.containers.backOff().start();
		try {
			do {
				long startedAt = System.nanoTime();
				Throwable failure = failure(this::startContainer);
				if (failure != null) {
					this.subscription.status().cannotStart(failure);
					logger.warn("Consumer {} cannot start yet; retrying: {}", this.subscription.name(),
							RootCause.of(failure).toString());
					stopContainer(() -> {
					});
				}
				else if (endedUnexpectedly() && System.nanoTime() - startedAt > STABLE_NANOS) {
					backOff = this.containers.backOff().start();
				}
			}
			while (!this.stop.await(backOff.nextBackOff(), TimeUnit.MILLISECONDS));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** Keeps the thread alive after an Error such as a missing class, too. */
	private static @Nullable Throwable failure(Runnable step) throws InterruptedException {
		FutureTask<Boolean> task = new FutureTask<>(step, true);
		task.run();
		try {
			task.get();
			return null;
		}
		catch (ExecutionException ex) {
			return ex.getCause();
		}
	}

	private void startContainer() {
		Preparation known = this.preparation;
		if (known == null) {
			known = this.subscription.preparation().get();
			this.preparation = known;
		}
		start(known);
	}

	private synchronized void start(Preparation known) {
		if (this.stop.getCount() == 0) {
			return;
		}
		CountDownLatch end = new CountDownLatch(1);
		this.ended = end;
		MessageListenerContainer made = this.containers.container(this.subscription, known, (why) -> {
			this.reason = why;
			end.countDown();
		});
		this.container = made;
		this.subscription.status().runs();
		made.start();
	}

	/** Waits for the end of the container; stops what is left of it. */
	private boolean endedUnexpectedly() throws InterruptedException {
		this.ended.await();
		if (this.stop.getCount() == 0) {
			return false;
		}
		this.subscription.meters().restarted();
		this.subscription.status().restarts(this.reason);
		logger.error("Consumer {} ended unexpectedly ({}); restarting", this.subscription.name(), this.reason);
		CountDownLatch stopped = new CountDownLatch(1);
		stopContainer(stopped::countDown);
		stopped.await(STOP_SECONDS, TimeUnit.SECONDS);
		this.subscription.status().restarts(this.reason);
		return true;
	}

	/**
	 * Finishes and commits the current batch.
	 */
	void stop(Runnable stopped) {
		this.stop.countDown();
		stopContainer(stopped);
		this.ended.countDown();
		this.subscription.status().stops();
	}

	private synchronized void stopContainer(Runnable stopped) {
		if (this.container != null) {
			this.container.stop(stopped);
		}
		else {
			stopped.run();
		}
	}

}
