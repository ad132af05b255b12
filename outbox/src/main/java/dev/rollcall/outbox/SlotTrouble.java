package dev.rollcall.outbox;

import java.time.Duration;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Since when the attempts of a slot have failed, and why. A take-over that succeeds does
 * not end it: the commit after it may fail each time. It ends when messages are
 * published, or a minute after the last failure.
 */
final class SlotTrouble {

	/** Longer than the longest pause between two attempts. */
	private static final long FORGOTTEN_AFTER = Duration.ofMinutes(1).toNanos();

	private final LongSupplier nanoTime;

	private volatile @Nullable Failures failures;

	SlotTrouble(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	void failed(Throwable cause) {
		long now = this.nanoTime.getAsLong();
		Failures before = current();
		this.failures = new Failures(cause.getClass().getSimpleName(), (before != null) ? before.first() : now, now);
	}

	void solved() {
		this.failures = null;
	}

	/** The time since the first failure; zero if there is none. */
	Duration age() {
		Failures known = current();
		return (known != null) ? Duration.ofNanos(this.nanoTime.getAsLong() - known.first()) : Duration.ZERO;
	}

	/** The class of the last failure; null if there is none. */
	@Nullable String cause() {
		Failures known = current();
		return (known != null) ? known.cause() : null;
	}

	private @Nullable Failures current() {
		Failures known = this.failures;
		return (known != null && this.nanoTime.getAsLong() - known.last() < FORGOTTEN_AFTER) ? known : null;
	}

	private record Failures(String cause, long first, long last) {
	}

}
