package dev.rollcall.deployment;

import org.jspecify.annotations.Nullable;

/**
 * Thrown if the deploy step fails.
 */
public final class DeploymentException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	DeploymentException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
