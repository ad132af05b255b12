package dev.rollcall.notification.delivery;

import org.jspecify.annotations.Nullable;

/**
 * Whom a delivery is for, as the event said.
 *
 * @param userId the user
 * @param address where mail goes, not yet checked
 * @param displayName what to call the user, as the user wrote it
 * @param locale the user's language, BCP 47
 */
record Recipient(String userId, String address, @Nullable String displayName, @Nullable String locale) {

}
