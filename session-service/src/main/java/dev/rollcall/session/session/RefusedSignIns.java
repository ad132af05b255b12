package dev.rollcall.session.session;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import dev.rollcall.schemas.UserId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/**
 * Publishes SignInRefused for existing accounts, on a thread of its own: an answer must
 * not take longer because the account exists. If the user's outbox or the queue is full,
 * the event is counted and not published.
 */
@Component
final class RefusedSignIns implements DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(RefusedSignIns.class);

	private static final Duration STORE_TIMEOUT = Duration.ofSeconds(4);

	private static final int MAX_QUEUED = 1000;

	private final ExecutorService executor = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS,
			new ArrayBlockingQueue<>(MAX_QUEUED), new CustomizableThreadFactory("refused-sign-ins-"));

	private final SessionCommands commands;

	private final Counter unpublished;

	RefusedSignIns(SessionCommands commands, MeterRegistry meters) {
		this.commands = commands;
		this.unpublished = Counter.builder("rollcall.signin.refusals.untold")
			.description("Refused sign-ins without an event")
			.register(meters);
	}

	/** Queues an event. Never blocks. */
	void publish(UserId userId, SessionEvent.Refusal reason, String correlationId) {
		try {
			this.executor.execute(() -> write(userId, new SessionEvent.Refused(reason), correlationId));
		}
		catch (RejectedExecutionException ex) {
			this.unpublished.increment();
		}
	}

	private void write(UserId userId, SessionEvent.Refused event, String correlationId) {
		try {
			this.commands
				.run(userId, Cause.request(correlationId), (sessions) -> new Decision<>(true, sessions.publish(event)))
				.block(STORE_TIMEOUT);
		}
		catch (RuntimeException ex) {
			this.unpublished.increment();
			logger.debug("Publishing a refused sign-in failed: {}", ex.toString());
		}
	}

	@Override
	public void destroy() throws InterruptedException {
		this.executor.shutdown();
		this.executor.awaitTermination(STORE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
	}

}
