package dev.rollcall.schemas.deploy;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the deploy step cannot reach what the catalogue says.
 */
public final class DeploymentException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	DeploymentException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
