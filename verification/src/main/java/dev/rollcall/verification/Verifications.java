package dev.rollcall.verification;

import java.util.List;

/**
 * A bean of several verifications, such as one for each projection. They run after those
 * that are beans themselves.
 */
public interface Verifications {

	/**
	 * Returns the verifications.
	 * @return the verifications in the order in which they run
	 */
	List<Verification> all();

}
