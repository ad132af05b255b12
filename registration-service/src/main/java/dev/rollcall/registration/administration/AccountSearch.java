package dev.rollcall.registration.administration;

import java.util.Locale;
import java.util.List;
import java.util.regex.Pattern;

import dev.rollcall.registration.account.AccountStatus;
import dev.rollcall.registration.web.FieldError;
import dev.rollcall.registration.web.InvalidRequest;
import dev.rollcall.schemas.EmailAddress;
import dev.rollcall.schemas.UserId;
import org.jspecify.annotations.Nullable;

/**
 * Which accounts an administrator looks for.
 *
 * @param email the one of this address; null for any
 * @param status those of this status; null for any
 * @param after those after this one; null for the first
 * @param limit how many, 1-100
 */
record AccountSearch(@Nullable EmailAddress email, @Nullable AccountStatus status, @Nullable UserId after, int limit) {

	private static final Pattern NUMBER = Pattern.compile("[0-9]{1,3}");

	private static final int MOST = 100;

	static AccountSearch of(@Nullable String email, @Nullable String status, @Nullable String after,
			@Nullable String limit) {
		return new AccountSearch((email != null) ? email(email) : null, (status != null) ? status(status) : null,
				(after != null) ? after(after) : null, (limit != null) ? limit(limit) : MOST);
	}

	private static EmailAddress email(String text) {
		try {
			return EmailAddress.of(text);
		}
		catch (IllegalArgumentException ex) {
			throw invalid("email", "Not an e-mail address");
		}
	}

	private static AccountStatus status(String text) {
		return switch (text) {
			case "active" -> AccountStatus.ACTIVE;
			case "locked" -> AccountStatus.LOCKED;
			default -> throw invalid("status", "One of active, locked");
		};
	}

	private static UserId after(String text) {
		try {
			return UserId.of(text.toLowerCase(Locale.ROOT));
		}
		catch (IllegalArgumentException ex) {
			throw invalid("after", "The 'next' of an earlier page");
		}
	}

	private static int limit(String text) {
		int number = NUMBER.matcher(text).matches() ? Integer.parseInt(text) : 0;
		if (number < 1 || number > MOST) {
			throw invalid("limit", "A number from 1 to " + MOST);
		}
		return number;
	}

	private static InvalidRequest invalid(String field, String message) {
		return new InvalidRequest(List.of(new FieldError(field, "invalid", message)));
	}

}
