package dev.rollcall.notification.inbox;

import java.util.regex.Pattern;

import dev.rollcall.notification.request.InvalidRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request for a page of an inbox.
 *
 * @param limit maximum number of notifications, 1-100
 * @param before the page holds notifications older than this one; null for the newest
 */
record PageRequest(int limit, @Nullable String before) {

	private static final int DEFAULT_LIMIT = 20;

	private static final int MAX_LIMIT = 100;

	private static final Pattern NUMBER = Pattern.compile("[0-9]{1,3}");

	private static final Pattern NOTIFICATION_ID = Pattern.compile("[0-9a-f]{32}");

	static PageRequest of(@Nullable String limit, @Nullable String before) {
		if (before != null && !NOTIFICATION_ID.matcher(before).matches()) {
			throw new InvalidRequest("before", "invalid", "must be the 'next' of an earlier page");
		}
		return new PageRequest((limit != null) ? parse(limit) : DEFAULT_LIMIT, before);
	}

	private static int parse(String limit) {
		int number = NUMBER.matcher(limit).matches() ? Integer.parseInt(limit) : 0;
		if (number < 1 || number > MAX_LIMIT) {
			throw new InvalidRequest("limit", "invalid", "must be a number from 1 to " + MAX_LIMIT);
		}
		return number;
	}

}
