package dev.rollcall.projection;

/**
 * Applies what a batch says.
 */
interface BatchHandler {

	/**
	 * Applies what is not yet applied, and notes in the batch what is and what never can
	 * be.
	 * @param batch the decoded batch
	 * @param calls to be made meanwhile
	 * @throws RuntimeException to be tried again
	 */
	void apply(Batch batch, Calls calls);

	/**
	 * What is done while a batch is applied.
	 */
	interface Calls {

		/** For one record that is a letter already, and takes no time. */
		Calls NONE = new Calls() {
		};

		/** To be called now and then where it takes long. */
		default void renew() {
		}

		/**
		 * Makes dead letters of the poison that is known. To be called before something
		 * is stored with which a redelivery would take that for a duplicate.
		 */
		default void tell() {
		}

	}

}
