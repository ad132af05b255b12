package dev.rollcall.projection;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;

/**
 * Starts and stops the consumers with the application. The start does not wait for store,
 * broker or registry: the consumers retry in the background.
 */
final class EventConsumers implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(EventConsumers.class);

	private static final int STOP_SECONDS = 25;

	private final List<ProjectionConsumer> projections;

	private final List<Subscription> subscriptions;

	private final ListenerContainers containers;

	private List<ConsumerRun> runs = List.of();

	private boolean running;

	EventConsumers(List<ProjectionConsumer> projections, List<Subscription> subscriptions,
			ListenerContainers containers) {
		this.projections = projections;
		this.subscriptions = subscriptions;
		this.containers = containers;
	}

	@Override
	public synchronized void start() {
		if (!this.running) {
			this.running = true;
			this.runs = this.subscriptions.stream()
				.map((subscription) -> new ConsumerRun(subscription, this.containers))
				.toList();
			this.runs.forEach(ConsumerRun::start);
			this.projections.forEach(ProjectionConsumer::start);
		}
	}

	/** Each container finishes its batch and commits it. */
	@Override
	public synchronized void stop() {
		if (!this.running) {
			return;
		}
		CountDownLatch stopping = new CountDownLatch(this.runs.size() + this.projections.size());
		this.projections.forEach((projection) -> projection.stop(stopping::countDown));
		this.runs.forEach((run) -> run.stop(stopping::countDown));
		try {
			if (!stopping.await(STOP_SECONDS, TimeUnit.SECONDS)) {
				logger.warn("Consumers did not stop in time; their current batches will be delivered again");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.running = false;
	}

	@Override
	public synchronized boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return AbstractMessageListenerContainer.DEFAULT_PHASE;
	}

}
