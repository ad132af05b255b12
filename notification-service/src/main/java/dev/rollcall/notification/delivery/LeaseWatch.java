package dev.rollcall.notification.delivery;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Watches other workers' signs of life. It counts on this process's monotonic time only,
 * so that no clock that is wrong makes a living worker look dead. Not thread-safe.
 */
final class LeaseWatch {

	private final long timeoutNanos;

	private Map<String, Sign> seen = Map.of();

	LeaseWatch(Duration timeout) {
		this.timeoutNanos = timeout.toNanos();
	}

	/**
	 * Returns the leases whose sign of life has been the same for the whole time-out.
	 * @param leases what is leased now; what is missing is forgotten
	 * @param nanoTime the monotonic time
	 * @return those to take over
	 */
	List<DueDelivery> silent(List<DueDelivery> leases, long nanoTime) {
		Map<String, Sign> now = new HashMap<>();
		for (DueDelivery lease : leases) {
			Sign before = this.seen.get(lease.id());
			now.put(lease.id(),
					(before != null && before.isOf(lease)) ? before : new Sign(lease.owner(), lease.beat(), nanoTime));
		}
		this.seen = now;
		return leases.stream().filter((lease) -> isSilent(now.get(lease.id()), nanoTime)).toList();
	}

	/**
	 * Forgets every sign: while the store cannot be read, no sign of life can be seen.
	 */
	void clear() {
		this.seen = Map.of();
	}

	private boolean isSilent(@Nullable Sign sign, long nanoTime) {
		return sign != null && nanoTime - sign.sinceNanos() >= this.timeoutNanos;
	}

	private record Sign(String owner, long beat, long sinceNanos) {

		boolean isOf(DueDelivery lease) {
			return this.owner.equals(lease.owner()) && this.beat == lease.beat();
		}

	}

}
