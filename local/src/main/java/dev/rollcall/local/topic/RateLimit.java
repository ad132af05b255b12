package dev.rollcall.local.topic;

/**
 * Spaces events evenly, also after a pause: no second has more than the given number. Not
 * thread-safe.
 */
final class RateLimit {

	/** A thread sleeps longer than asked: events up to this late are made up for. */
	private static final long SLACK_NANOS = 20_000_000;

	private final long interval;

	private long next;

	RateLimit(int perSecond, long now) {
		this.interval = 1_000_000_000L / perSecond;
		this.next = now;
	}

	/**
	 * Reserves the next event.
	 * @return nanoseconds to wait before the event; 0 or less if it is due
	 */
	long reserve(long now) {
		long wait = this.next - now;
		this.next = Math.max(this.next, now - SLACK_NANOS) + this.interval;
		return wait;
	}

}
