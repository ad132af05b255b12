package dev.rollcall.notification.delivery;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Watches the beats of leases. It measures their age with this process's monotonic clock
 * only, so a wrong wall clock never makes a live worker look dead. Not thread-safe.
 */
final class LeaseWatch {

	private final long timeoutNanos;

	private Map<String, Beat> seen = Map.of();

	LeaseWatch(Duration timeout) {
		this.timeoutNanos = timeout.toNanos();
	}

	/**
	 * Returns the leases whose beat has not changed for the whole time-out.
	 * @param leases the current leases; all others are forgotten
	 * @param nanoTime the monotonic time in nanoseconds
	 */
	List<DueDelivery> silent(List<DueDelivery> leases, long nanoTime) {
		Map<String, Beat> now = new HashMap<>();
		for (DueDelivery lease : leases) {
			Beat before = this.seen.get(lease.id());
			now.put(lease.id(),
					(before != null && before.isOf(lease)) ? before : new Beat(lease.owner(), lease.beat(), nanoTime));
		}
		this.seen = now;
		return leases.stream().filter((lease) -> isSilent(now.get(lease.id()), nanoTime)).toList();
	}

	/**
	 * Forgets all beats: while the store cannot be read, no beat can be seen.
	 */
	void clear() {
		this.seen = Map.of();
	}

	private boolean isSilent(@Nullable Beat sign, long nanoTime) {
		return sign != null && nanoTime - sign.sinceNanos() >= this.timeoutNanos;
	}

	private record Beat(String owner, long beat, long sinceNanos) {

		boolean isOf(DueDelivery lease) {
			return this.owner.equals(lease.owner()) && this.beat == lease.beat();
		}

	}

}
