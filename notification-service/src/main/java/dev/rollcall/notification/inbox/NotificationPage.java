package dev.rollcall.notification.inbox;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A part of an inbox.
 *
 * @param notifications newest first
 * @param next what to ask for as {@code before} to read on; null at the end
 */
record NotificationPage(List<Notification> notifications, @Nullable String next) {

	// An inbox drops its oldest entries: where the one to start from is gone, all older
	// ones are.
	static NotificationPage of(List<Notification> inbox, PageRequest request) {
		int from = (request.before() != null) ? indexAfter(inbox, request.before()) : 0;
		int to = Math.min(inbox.size(), from + request.limit());
		List<Notification> page = inbox.subList(from, to);
		return new NotificationPage(page, (to < inbox.size()) ? page.get(page.size() - 1).notificationId() : null);
	}

	private static int indexAfter(List<Notification> inbox, String notificationId) {
		for (int i = 0; i < inbox.size(); i++) {
			if (inbox.get(i).notificationId().equals(notificationId)) {
				return i + 1;
			}
		}
		return inbox.size();
	}

}
