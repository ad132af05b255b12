package dev.rollcall.registration.account;

import dev.rollcall.web.Fields;

/**
 * How a profile is written in JSON, wherever one is given.
 */
public final class ProfileFields {

	/** The field of the name. */
	public static final String DISPLAY_NAME = "displayName";

	/** The field of the language. */
	public static final String LOCALE = "locale";

	private ProfileFields() {
	}

	/**
	 * Reads a profile.
	 * @param fields the fields of the body; what is wrong is noted there
	 * @return the profile
	 */
	public static Profile read(Fields fields) {
		return new Profile(fields.optional(DISPLAY_NAME, Profile.MAX_DISPLAY_NAME, Profile::displayName),
				fields.optional(LOCALE, Profile.MAX_LOCALE, Profile::locale));
	}

}
