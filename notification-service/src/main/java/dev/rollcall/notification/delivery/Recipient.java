package dev.rollcall.notification.delivery;

import org.jspecify.annotations.Nullable;

/**
 * The recipient of a delivery.
 *
 * @param address not yet checked; empty if the event did not contain it, then it is
 * looked up at each attempt
 * @param displayName as the user wrote it; null if the address is not verified
 */
record Recipient(String userId, String address, @Nullable String displayName) {

	/** For events that contain the user id only. */
	static Recipient of(String userId) {
		return new Recipient(userId, "", null);
	}

	/**
	 * For an address that somebody entered and nobody verified: the name may be a
	 * stranger's text.
	 */
	static Recipient unverified(String userId, String address) {
		return new Recipient(userId, address, null);
	}

	boolean isKnown() {
		return !this.address.isEmpty();
	}

}
