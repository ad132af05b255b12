package dev.rollcall.projection;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * The maximum time that tests wait.
 */
final class Waiting {

	static final Duration LIMIT = Duration.ofSeconds(40);

	private Waiting() {
	}

	static ConditionFactory await() {
		return Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofMillis(50)).ignoreExceptions();
	}

}
