package dev.rollcall.projection;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.util.backoff.BackOffExecution;

/**
 * Starts the consumers with the application and stops them with it. The start waits for
 * nobody: what store, broker or registry do not answer yet is asked again in the
 * background.
 */
final class EventConsumers implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(EventConsumers.class);

	private static final int STOP_SECONDS = 25;

	private final List<Subscription> subscriptions;

	private final ListenerContainers containers;

	private final List<MessageListenerContainer> started = new ArrayList<>();

	private @Nullable CountDownLatch stopping;

	EventConsumers(List<Subscription> subscriptions, ListenerContainers containers) {
		this.subscriptions = subscriptions;
		this.containers = containers;
	}

	@Override
	public synchronized void start() {
		if (this.stopping == null) {
			CountDownLatch stop = new CountDownLatch(1);
			this.stopping = stop;
			Thread starter = new Thread(() -> startAll(stop), "rollcall-consumers");
			starter.setDaemon(true);
			starter.start();
		}
	}

	private void startAll(CountDownLatch stop) {
		List<Subscription> waiting = new ArrayList<>(this.subscriptions);
		BackOffExecution backOff = this.containers.backOff().start();
		try {
			do {
				waiting.removeIf((subscription) -> isStarted(subscription, stop));
			}
			while (!waiting.isEmpty() && !stop.await(backOff.nextBackOff(), TimeUnit.MILLISECONDS));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private boolean isStarted(Subscription subscription, CountDownLatch stop) {
		try {
			start(this.containers.container(subscription, subscription.preparation().get()), stop);
			return true;
		}
		catch (RuntimeException ex) {
			logger.warn("{} does not start yet: {}", subscription.consumer(), RootCause.of(ex).toString());
			return false;
		}
	}

	private synchronized void start(MessageListenerContainer container, CountDownLatch stop) {
		if (stop.getCount() > 0) {
			container.start();
			this.started.add(container);
		}
	}

	/** Each container finishes its batch and commits it. */
	@Override
	public synchronized void stop() {
		if (this.stopping == null) {
			return;
		}
		this.stopping.countDown();
		CountDownLatch running = new CountDownLatch(this.started.size());
		this.started.forEach((container) -> container.stop(running::countDown));
		try {
			if (!running.await(STOP_SECONDS, TimeUnit.SECONDS)) {
				logger.warn("Consumers still run: their batches will be delivered again");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.started.clear();
		this.stopping = null;
	}

	@Override
	public synchronized boolean isRunning() {
		return this.stopping != null;
	}

	@Override
	public int getPhase() {
		return AbstractMessageListenerContainer.DEFAULT_PHASE;
	}

}
