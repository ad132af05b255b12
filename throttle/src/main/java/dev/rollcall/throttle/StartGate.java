package dev.rollcall.throttle;

import java.util.concurrent.atomic.AtomicReference;

import reactor.core.publisher.Mono;

/**
 * Decides once whether work begins or is called off, so that an attempt whose work has
 * begun is counted and an attempt that is not counted never begins. Any thread may call
 * it.
 */
public final class StartGate {

	private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

	/**
	 * Begins the work.
	 * @return false if it was called off
	 */
	public boolean open() {
		return this.state.compareAndSet(State.WAITING, State.BEGUN);
	}

	/**
	 * Calls the work off if it has not begun.
	 * @return whether it is called off, now or before
	 */
	public boolean close() {
		return this.state.compareAndSet(State.WAITING, State.CALLED_OFF) || this.state.get() == State.CALLED_OFF;
	}

	/**
	 * Calls the work off and releases its attempt, or does nothing if the work has begun.
	 */
	public Mono<Void> releaseUnlessBegun(Mono<Void> release) {
		return Mono.defer(() -> close() ? release : Mono.empty());
	}

	private enum State {

		WAITING, BEGUN, CALLED_OFF

	}

}
