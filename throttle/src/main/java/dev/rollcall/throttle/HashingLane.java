package dev.rollcall.throttle;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ExecutorServiceMetrics;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Computes hashes in the order of their arrival, on some threads and within some memory.
 * A thread waits for memory before it begins.
 * <p>
 * What has waited too long is refused when its turn comes: in an overload, all hashes
 * would otherwise be computed just before their requests end, and no request would
 * succeed. In a burst, a hash may wait for the whole patience. If the queue has not been
 * empty for that time, it is no burst, and a hash may wait for a quarter of it:
 * controlled delay as in B. Maurer, "Fail at Scale", ACM Queue 13(8), 2015.
 */
final class HashingLane implements AutoCloseable {

	/** What the patience is divided by in an overload. */
	private static final int OVERLOADED = 4;

	private final String name;

	private final int memoryKiB;

	/** Permits in KiB. Fair, so that a large hash is not overtaken for ever. */
	private final Semaphore memory;

	private final long patience;

	private final LongSupplier nanoTime;

	/** When a hash last arrived or began while no other was waiting. */
	private volatile long lastEmpty;

	private final ThreadPoolExecutor executor;

	HashingLane(String name, int threads, int queue, int memoryKiB, Patience patience) {
		this.name = name;
		this.patience = patience.limit().toNanos();
		this.nanoTime = patience.nanoTime();
		this.lastEmpty = this.nanoTime.getAsLong();
		this.memoryKiB = memoryKiB;
		this.memory = new Semaphore(memoryKiB, true);
		CustomizableThreadFactory factory = new CustomizableThreadFactory(name + "-");
		factory.setDaemon(true);
		this.executor = new ThreadPoolExecutor(threads, threads, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(queue),
				factory);
	}

	/**
	 * Computes a hash when its turn comes and the gate is still open to it.
	 * @param kib its memory; all there is if it takes more
	 */
	<T> Mono<T> compute(int kib, StartGate gate, Callable<? extends @Nullable T> hash) {
		return Mono.create((sink) -> {
			long since = this.nanoTime.getAsLong();
			Callable<@Nullable T> inTime = () -> computed(Math.min(kib, this.memoryKiB), since, gate, hash);
			Runnable task = () -> compute(inTime, sink);
			sink.onDispose(() -> {
				if (gate.close()) {
					this.executor.remove(task);
				}
			});
			noteIfEmpty(since);
			this.executor.execute(task);
		});
	}

	private static <T> void compute(Callable<@Nullable T> hash, MonoSink<T> sink) {
		try {
			sink.success(hash.call());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			sink.error(ex);
		}
		catch (Exception ex) {
			sink.error(ex);
		}
	}

	/** Returns null if the hash was called off: its subscriber is gone. */
	private <T> @Nullable T computed(int kib, long since, StartGate gate, Callable<? extends @Nullable T> hash)
			throws Exception {
		this.memory.acquire(kib);
		try {
			if (isLate(since)) {
				throw new RejectedExecutionException("The hash has waited too long for a thread");
			}
			return gate.open() ? hash.call() : null;
		}
		finally {
			this.memory.release(kib);
		}
	}

	private boolean isLate(long since) {
		long now = this.nanoTime.getAsLong();
		noteIfEmpty(now);
		boolean overloaded = now - this.lastEmpty > this.patience;
		return now - since > (overloaded ? this.patience / OVERLOADED : this.patience);
	}

	private void noteIfEmpty(long now) {
		if (this.executor.getQueue().isEmpty()) {
			this.lastEmpty = now;
		}
	}

	void bindTo(MeterRegistry registry) {
		new ExecutorServiceMetrics(this.executor, this.name, List.of()).bindTo(registry);
	}

	@Override
	public void close() {
		this.executor.shutdown();
	}

	/**
	 * How long a hash may wait.
	 *
	 * @param nanoTime as {@link System#nanoTime()}
	 */
	record Patience(Duration limit, LongSupplier nanoTime) {
	}

}
