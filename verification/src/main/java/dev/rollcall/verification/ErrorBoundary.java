package dev.rollcall.verification;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Turns an Error into an exception, for background loops: they retry after an exception,
 * but an Error such as a missing class would end their thread without a trace. The JVM
 * still exits on OutOfMemoryError.
 */
public final class ErrorBoundary {

	private ErrorBoundary() {
	}

	/**
	 * Runs one round of a loop on the caller's thread.
	 * @throws IllegalStateException after an Error, which is its cause; exceptions are
	 * not wrapped
	 */
	public static void run(Runnable round) {
		try {
			CompletableFuture.runAsync(round, Runnable::run).join();
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof RuntimeException failure) {
				throw failure;
			}
			throw new IllegalStateException("An Error interrupted a background task: " + ex.getCause(), ex.getCause());
		}
	}

}
