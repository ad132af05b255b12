package dev.rollcall.notification.template;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A user's name for one line of text, without control characters, line separators and
 * marks that change the direction of the text.
 */
record PersonName(String value) {

	private static final Pattern UNFIT = Pattern
		.compile("[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}\\s\\u202A-\\u202E\\u2066-\\u2069]+");

	static PersonName of(@Nullable String chosen) {
		return new PersonName((chosen != null) ? UNFIT.matcher(chosen).replaceAll(" ").strip() : "");
	}

}
