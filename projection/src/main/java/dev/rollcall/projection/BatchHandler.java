package dev.rollcall.projection;

/**
 * Applies what a batch says.
 */
interface BatchHandler {

	/**
	 * Applies what is not yet applied, and notes in the batch what is and what never can
	 * be.
	 * @param batch the decoded batch
	 * @param renewal to be run now and then where it takes long
	 * @throws RuntimeException to be tried again
	 */
	void apply(Batch batch, Runnable renewal);

	/**
	 * Says whether a record of a type that has no class here is missed.
	 * @param topic the record's topic
	 * @return true if it has to be kept until the class is there
	 */
	default boolean needsEveryType(String topic) {
		return false;
	}

}
