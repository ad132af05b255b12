package dev.rollcall.notification.inbox;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * An entry of a user's inbox.
 *
 * @param notificationId deterministic: the same in every repeat of its delivery
 * @param kind the template's name, such as {@code welcome}
 * @param title one line of plain text
 * @param body plain text
 * @param occurredAt time of the event
 * @param readAt null while unread
 */
public record Notification(String notificationId, String kind, String title, String body, Instant occurredAt,
		@Nullable Instant readAt) {

}
