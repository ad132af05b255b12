package dev.rollcall.containers;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;

/**
 * Disables tests where there is no Docker, and says so once.
 */
public final class DockerCondition implements ExecutionCondition {

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		return Docker.AVAILABLE ? ConditionEvaluationResult.enabled("Docker answers")
				: ConditionEvaluationResult.disabled(Docker.MISSING);
	}

	/** Asked once. */
	private static final class Docker {

		static final String MISSING = "No Docker here: the integration tests of -Pcontainers are not run";

		static final boolean AVAILABLE = DockerClientFactory.instance().isDockerAvailable();

		static {
			if (!AVAILABLE) {
				System.err.println(MISSING); // console
			}
		}

	}

}
