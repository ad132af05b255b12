package dev.rollcall.notification.delivery;

import org.jspecify.annotations.Nullable;

/**
 * The recipient of a delivery.
 *
 * @param address not yet checked; empty if the event did not contain it, then it is
 * looked up at each attempt
 * @param displayName as the user wrote it
 */
record Recipient(String userId, String address, @Nullable String displayName) {

	/** For events that contain the user id only. */
	static Recipient of(String userId) {
		return new Recipient(userId, "", null);
	}

	boolean isKnown() {
		return !this.address.isEmpty();
	}

}
