package dev.rollcall.registration.account;

import java.util.IllformedLocaleException;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * A user's profile.
 *
 * @param displayName at most 100 characters; {@link DisplayName} has the rule
 * @param locale a BCP 47 language tag of at most 35 characters
 */
public record Profile(@Nullable String displayName, @Nullable String locale) {

	static final Profile NONE = new Profile(null, null);

	static final int MAX_LOCALE = 35;

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

	@Override
	public String toString() {
		return "Profile[not shown]";
	}

}
