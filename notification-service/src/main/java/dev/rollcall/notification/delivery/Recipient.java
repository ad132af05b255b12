package dev.rollcall.notification.delivery;

import org.jspecify.annotations.Nullable;

/**
 * Whom a delivery is for.
 *
 * @param userId the user
 * @param address where mail goes, not yet checked; empty where the event did not say: it
 * is looked up when it is sent
 * @param displayName what to call the user, as the user wrote it
 */
record Recipient(String userId, String address, @Nullable String displayName) {

	/** The event said only who. */
	static Recipient of(String userId) {
		return new Recipient(userId, "", null);
	}

	boolean isKnown() {
		return !this.address.isEmpty();
	}

}
