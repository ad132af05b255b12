package dev.rollcall.notification.delivery;

import org.jspecify.annotations.Nullable;

/**
 * Whom a delivery is for, as the event said.
 *
 * @param userId the user
 * @param address where mail goes, not yet checked
 * @param displayName what to call the user, as the user wrote it
 */
record Recipient(String userId, String address, @Nullable String displayName) {

}
