package dev.rollcall.projection;

import dev.rollcall.verification.RootCause;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.ListenerUtils;
import org.springframework.kafka.listener.MessageListenerContainer;

/**
 * Handles what the listener cannot retry itself: an abandoned batch, a failed commit, a
 * failed poll. Never skips a record.
 */
final class ContainerErrorHandler implements CommonErrorHandler {

	private static final Logger logger = LoggerFactory.getLogger(ContainerErrorHandler.class);

	private static final long PAUSE_MILLIS = 1000;

	private final String consumer;

	ContainerErrorHandler(String consumer) {
		this.consumer = consumer;
	}

	/**
	 * After this returns the container commits, again if the commit had failed. Every
	 * failure before the batch is applied is an abandoned batch.
	 */
	@Override
	public void handleBatch(Exception thrown, ConsumerRecords<?, ?> data, Consumer<?, ?> client,
			MessageListenerContainer container, Runnable invokeListener) {
		BatchAbandonedException abandoned = abandoned(thrown);
		if (abandoned != null) {
			throw abandoned;
		}
		logger.warn("Consumer {} could not commit offsets or store its progress; retrying: {}", this.consumer,
				RootCause.of(thrown).getClass().getName());
	}

	@Override
	public void handleOtherException(Exception thrown, Consumer<?, ?> client, MessageListenerContainer container,
			boolean batchListener) {
		if (abandoned(thrown) != null) {
			return;
		}
		logger.warn("Consumer {} could not poll or commit; retrying: {}", this.consumer,
				RootCause.of(thrown).getClass().getName());
		try {
			ListenerUtils.stoppableSleep(container, PAUSE_MILLIS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static @Nullable BatchAbandonedException abandoned(Throwable thrown) {
		for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
			if (cause instanceof BatchAbandonedException abandoned) {
				return abandoned;
			}
		}
		return null;
	}

}
