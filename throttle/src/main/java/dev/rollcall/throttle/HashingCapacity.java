package dev.rollcall.throttle;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Threads and memory for password hashes, both bounded. Costly hashes have a lane with
 * one thread of their own, so others never wait for them, and memory stays below the
 * limit plus one costly hash.
 */
public final class HashingCapacity implements MeterBinder, AutoCloseable {

	/** Half the time limit of a request; the rest is for its work in the store. */
	private static final Duration PATIENCE = Duration.ofSeconds(2);

	private final HashingLimits limits;

	private final HashingLane usual;

	private final HashingLane costly;

	/**
	 * Creates the threads.
	 */
	public HashingCapacity(HashingLimits limits) {
		this(limits, new HashingLane.Patience(PATIENCE, System::nanoTime));
	}

	HashingCapacity(HashingLimits limits, HashingLane.Patience patience) {
		this.limits = limits;
		this.usual = new HashingLane("password", limits.threads(), limits.queue(), limits.memoryKiB(), patience);
		this.costly = new HashingLane("password-costly", 1, limits.queue(), limits.memoryKiB(), patience);
	}

	/**
	 * Computes a hash. If the subscriber cancels while the hash waits, it is removed from
	 * the queue and never computed.
	 * @param memoryKiB the memory that it takes
	 * @param cost its estimated cost, in multiples of the cost of Rollcall's own hashes
	 * @param gate opened when the computation begins, closed by a cancellation before
	 * @param hash the computation, which blocks
	 * @return the result, on a thread of the lane; fails with
	 * {@link java.util.concurrent.RejectedExecutionException} if the queue is full or it
	 * has waited too long (2 s; in an overload 500 ms)
	 */
	public <T> Mono<T> compute(int memoryKiB, double cost, StartGate gate, Callable<T> hash) {
		boolean isCostly = cost > this.limits.costly() || memoryKiB > this.limits.memoryKiB();
		return (isCostly ? this.costly : this.usual).compute(memoryKiB, gate, hash);
	}

	/**
	 * Does other work on passwords, which takes no memory worth counting, on the threads
	 * of usual hashes. It waits and is refused as they are.
	 * @param work what blocks or computes; null for no result
	 */
	public <T> Mono<T> run(Callable<? extends @Nullable T> work) {
		return this.usual.compute(0, new StartGate(), work);
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		List.of(this.usual, this.costly).forEach((lane) -> lane.bindTo(registry));
	}

	/** Ends the threads once they have finished what they compute. */
	@Override
	public void close() {
		this.usual.close();
		this.costly.close();
	}

}
