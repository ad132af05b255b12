package dev.rollcall.notification.inbox;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A page of an inbox.
 *
 * @param notifications newest first
 * @param next the {@code before} of the next page; null at the end
 */
record NotificationPage(List<Notification> notifications, @Nullable String next) {

	/**
	 * If the inbox has dropped the entry to start from, it has dropped all older ones.
	 */
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
