package dev.rollcall.containers;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;

/**
 * Disables tests without Docker and prints that once.
 */
public final class DockerCondition implements ExecutionCondition {

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		return Docker.AVAILABLE ? ConditionEvaluationResult.enabled("Docker is available")
				: ConditionEvaluationResult.disabled(Docker.MISSING);
	}

	/** Evaluated once. */
	private static final class Docker {

		static final String MISSING = "Docker is not available: the integration tests are skipped";

		static final boolean AVAILABLE = DockerClientFactory.instance().isDockerAvailable();

		static {
			if (!AVAILABLE) {
				System.err.println(MISSING); // console
			}
		}

	}

}
