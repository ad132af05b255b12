package dev.rollcall.projection;

/**
 * Applies what a batch says.
 */
interface BatchHandler {

	/**
	 * Applies what is not yet applied, and notes in the batch what is and what never can
	 * be.
	 * @param batch the decoded batch
	 * @param membership to be renewed when it takes long
	 * @throws RuntimeException to be tried again
	 */
	void apply(Batch batch, Membership membership);

}
