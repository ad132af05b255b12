package dev.rollcall.web;

import org.jspecify.annotations.Nullable;

/**
 * Explains exceptions of a service's libraries that are answered 503 with Retry-After,
 * such as those of its store. A service declares one as a bean.
 */
@FunctionalInterface
public interface TemporaryFailure {

	/**
	 * Returns the reason for the log, without user data; null if the failure is not
	 * temporary.
	 */
	@Nullable String reason(Throwable failure);

}
