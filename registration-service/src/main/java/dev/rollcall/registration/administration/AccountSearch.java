package dev.rollcall.registration.administration;

import java.util.Locale;
import java.util.regex.Pattern;

import dev.rollcall.registration.account.AccountStatus;
import dev.rollcall.schemas.EmailAddress;
import dev.rollcall.schemas.UserId;
import dev.rollcall.web.Fields;
import org.jspecify.annotations.Nullable;

/**
 * An administrator's search for accounts.
 *
 * @param email null for any
 * @param status null for any
 * @param after the last user of the previous page; null for the first page
 */
record AccountSearch(@Nullable EmailAddress email, @Nullable AccountStatus status, @Nullable UserId after, int limit) {

	private static final Pattern NUMBER = Pattern.compile("[0-9]{1,3}");

	private static final int MAX_LIMIT = 100;

	private static final int MAX_TEXT = 100;

	static AccountSearch of(Fields query) {
		EmailAddress email = query.optional("email", EmailAddress.MAX_LENGTH, EmailAddress::of);
		AccountStatus status = query.optional("status", MAX_TEXT, AccountSearch::status);
		UserId after = query.optional("after", MAX_TEXT, AccountSearch::after);
		Integer limit = query.optional("limit", MAX_TEXT, AccountSearch::limit);
		query.check();
		return new AccountSearch(email, status, after, (limit != null) ? limit : MAX_LIMIT);
	}

	private static AccountStatus status(String text) {
		return switch (text) {
			case "active" -> AccountStatus.ACTIVE;
			case "locked" -> AccountStatus.LOCKED;
			default -> throw new IllegalArgumentException("Must be active or locked");
		};
	}

	private static UserId after(String text) {
		try {
			return UserId.of(text.toLowerCase(Locale.ROOT));
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("Must be the 'next' of an earlier page", ex);
		}
	}

	private static int limit(String text) {
		int number = NUMBER.matcher(text).matches() ? Integer.parseInt(text) : 0;
		if (number < 1 || number > MAX_LIMIT) {
			throw new IllegalArgumentException("Must be a number from 1 to " + MAX_LIMIT);
		}
		return number;
	}

}
