package dev.rollcall.registration.account;

import java.util.IllformedLocaleException;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * A user's profile.
 *
 * @param displayName at most 100 characters, on one line
 * @param locale a BCP 47 language tag of at most 35 characters
 */
public record Profile(@Nullable String displayName, @Nullable String locale) {

	static final Profile NONE = new Profile(null, null);

	static final int MAX_DISPLAY_NAME = 100;

	static final int MAX_LOCALE = 35;

	static String displayName(String text) {
		if (text.isBlank() || text.codePoints().anyMatch(Profile::breaksLine)) {
			throw new IllegalArgumentException("Must be one line without control characters");
		}
		return text;
	}

	static String locale(String tag) {
		try {
			if (new Locale.Builder().setLanguageTag(tag).build().getLanguage().isEmpty()) {
				throw new IllegalArgumentException("Must be a language tag such as en or de-AT");
			}
			return tag;
		}
		catch (IllformedLocaleException ex) {
			throw new IllegalArgumentException("Must be a language tag such as en or de-AT", ex);
		}
	}

	private static boolean breaksLine(int character) {
		int type = Character.getType(character);
		return type == Character.CONTROL || type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR;
	}

	@Override
	public String toString() {
		return "Profile[not shown]";
	}

}
