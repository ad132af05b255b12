package dev.rollcall.notification.inbox;

import java.util.regex.Pattern;

import dev.rollcall.web.Fields;
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

	private static final int MAX_TEXT = 100;

	static PageRequest of(Fields query) {
		Integer limit = query.optional("limit", MAX_TEXT, PageRequest::limit);
		String before = query.optional("before", MAX_TEXT, PageRequest::before);
		query.check();
		return new PageRequest((limit != null) ? limit : DEFAULT_LIMIT, before);
	}

	private static int limit(String text) {
		int number = NUMBER.matcher(text).matches() ? Integer.parseInt(text) : 0;
		if (number < 1 || number > MAX_LIMIT) {
			throw new IllegalArgumentException("Must be a number from 1 to " + MAX_LIMIT);
		}
		return number;
	}

	private static String before(String text) {
		if (!NOTIFICATION_ID.matcher(text).matches()) {
			throw new IllegalArgumentException("Must be the 'next' of an earlier page");
		}
		return text;
	}

}
