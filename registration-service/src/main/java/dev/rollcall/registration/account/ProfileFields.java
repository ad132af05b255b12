package dev.rollcall.registration.account;

import dev.rollcall.web.Fields;

/**
 * The JSON fields of a profile.
 */
public final class ProfileFields {

	public static final String DISPLAY_NAME = "displayName";

	public static final String LOCALE = "locale";

	private ProfileFields() {
	}

	/**
	 * Reads a profile.
	 */
	public static Profile read(Fields fields) {
		return new Profile(fields.optional(DISPLAY_NAME, DisplayName.MAX_LENGTH, DisplayName::of),
				fields.optional(LOCALE, Profile.MAX_LOCALE, Profile::locale));
	}

}
