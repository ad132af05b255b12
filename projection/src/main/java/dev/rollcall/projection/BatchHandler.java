package dev.rollcall.projection;

/**
 * Applies batches.
 */
interface BatchHandler {

	/**
	 * Applies the records that are not yet applied; marks them in the batch as applied or
	 * refused.
	 * @throws RuntimeException if the batch must be retried
	 */
	void apply(Batch batch, Calls calls);

	/** Callbacks while a batch is being applied. */
	interface Calls {

		/** For a dead letter that is redriven. */
		Calls NONE = new Calls() {
		};

		/** Must be called regularly during long work. */
		default void renew() {
		}

		/**
		 * Publishes the dead letters known so far. Must be called before anything is
		 * stored that would turn a redelivery of them into a duplicate.
		 */
		default void publishDeadLetters() {
		}

	}

}
