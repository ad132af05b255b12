package dev.rollcall.throttle;

import org.springframework.util.unit.DataSize;

/**
 * The capacity of a service for password hashes.
 *
 * @param threads hashes computed at a time
 * @param queue how many more wait in each lane; beyond it, they are refused
 * @param memory of all hashes that are computed at a time, except one costly one
 * @param costly the cost above which a hash is costly, in multiples of the cost of
 * Rollcall's own hashes; a hash that takes more than {@code memory} is costly, too
 */
public record HashingLimits(int threads, int queue, DataSize memory, double costly) {

	int memoryKiB() {
		return Math.toIntExact(this.memory.toKilobytes());
	}

}
