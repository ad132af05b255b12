package dev.rollcall.verification;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.Exceptions;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Signal;

/**
 * Reads all documents of a query page by page, on the caller's thread. The time limit
 * counts only while a page is awaited, not while the caller works on one.
 */
public final class Pages {

	private Pages() {
	}

	/**
	 * Passes each page; the next is requested when the consumer returns.
	 * @param limit for each page; a {@link TimeoutException}, wrapped, if it is exceeded
	 */
	public static <T> void forEach(Flux<T> documents, int size, Duration limit, Consumer<List<T>> each) {
		Reader<List<T>> reader = new Reader<>();
		documents.buffer(size).subscribe(reader);
		try {
			for (List<T> page = reader.next(limit); page != null; page = reader.next(limit)) {
				each.accept(page);
			}
		}
		finally {
			reader.cancel();
		}
	}

	private static final class Reader<T> extends BaseSubscriber<T> {

		private final BlockingQueue<Signal<T>> signals = new LinkedBlockingQueue<>();

		/** Returns null at the end. */
		@Nullable T next(Duration limit) {
			request(1);
			Signal<T> signal = await(limit);
			if (signal == null) {
				throw Exceptions.propagate(new TimeoutException("No answer for " + limit.toMillis() + " ms"));
			}
			Throwable failure = signal.getThrowable();
			if (failure != null) {
				throw Exceptions.propagate(failure);
			}
			return signal.get();
		}

		private @Nullable Signal<T> await(Duration limit) {
			try {
				return this.signals.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw Exceptions.propagate(ex);
			}
		}

		/** Requests nothing yet. */
		@Override
		protected void hookOnSubscribe(Subscription subscription) {
		}

		@Override
		protected void hookOnNext(T value) {
			this.signals.add(Signal.next(value));
		}

		@Override
		protected void hookOnComplete() {
			this.signals.add(Signal.complete());
		}

		@Override
		protected void hookOnError(Throwable failure) {
			this.signals.add(Signal.error(failure));
		}

	}

}
