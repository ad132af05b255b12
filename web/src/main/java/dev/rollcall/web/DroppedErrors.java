package dev.rollcall.web;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Hooks;
import reactor.netty.channel.AbortedException;

import org.springframework.beans.factory.InitializingBean;

/**
 * Logs an error that comes after its request has ended as one line: whoever waited for it
 * has been answered, or has gone. An example is an operation of a store that failed after
 * the time limit. A connection that the client closed is not logged: any client can cause
 * it. Without this, each is an ERROR with a stack trace. Applies to the whole JVM.
 */
public final class DroppedErrors implements InitializingBean {

	private static final Logger logger = LoggerFactory.getLogger(DroppedErrors.class);

	@Override
	public void afterPropertiesSet() {
		Hooks.resetOnErrorDropped();
		Hooks.onErrorDropped(DroppedErrors::log);
	}

	/** An Error is never usual. */
	private static void log(Throwable error) {
		if (error instanceof Error) {
			logger.error("An error came after its request had ended", error);
		}
		else if (!(error instanceof AbortedException)) {
			logger.warn("An error came after its request had ended: {}", error.toString());
		}
	}

}
