package dev.rollcall.registration.account;

import java.text.Normalizer;
import java.util.regex.Pattern;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;

/**
 * The rule for names that people choose: one visible line that no mail program turns into
 * a link and that does not change the direction of the text around it.
 */
final class DisplayName {

	static final int MAX_LENGTH = 100;

	/** Line breaks, and marks that change the direction of the text after them. */
	private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\u202A-\\u202E\\u2066-\\u2069]");

	/** The flags of England, Scotland and Wales, which contain tag characters. */
	private static final Pattern FLAG = Pattern
		.compile("\\x{1F3F4}[\\x{E0030}-\\x{E0039}\\x{E0061}-\\x{E007A}]{2,6}\\x{E007F}");

	/** Invisible copies of ASCII, good for nothing but hidden text. */
	private static final Pattern TAG = Pattern.compile("[\\x{E0000}-\\x{E007F}]");

	/** Braille blank, null notehead, object replacement, blank hieroglyphs. */
	private static final Pattern BLANK = Pattern.compile("[\\u2800\\x{1D159}\\uFFFC\\x{13441}\\x{13442}]");

	/** Characters that may hide inside a link without breaking it. */
	private static final Pattern IGNORABLE = Pattern.compile("[\\p{Cf}\\uFE00-\\uFE0F\\u034F]");

	/** Full stops that resolvers and mail programs take as dots of a domain. */
	private static final Pattern STOP = Pattern.compile("[\\u3002\\uFF61]");

	/**
	 * {@code https://x}, {@code www.x}, {@code x@y}, an IPv4 address, or a domain: a dot
	 * between two parts of at least two characters. Initials have one.
	 */
	private static final Pattern LINK = Pattern.compile("""
			://
			| \\b www \\.
			| \\S @ \\S
			| \\d{1,3} (\\.\\d{1,3}){3}
			| [\\p{L}\\p{M}\\p{N}] [\\p{L}\\p{M}\\p{N}-] \\. \\p{L} [\\p{L}\\p{M}\\p{N}-]
			""", Pattern.COMMENTS | Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

	private DisplayName() {
	}

	/**
	 * Reads a name.
	 * @throws IllegalArgumentException if it breaks the rule
	 */
	static String of(String text) {
		check(!CONTROL.matcher(text).find(), "Must be one line without control characters");
		check(!TAG.matcher(FLAG.matcher(text).replaceAll("")).find(), "Must not contain hidden characters");
		check(text.codePoints().anyMatch(DisplayName::isVisible), "Must contain a visible letter, number or symbol");
		check(!LINK.matcher(compatible(text)).find(), "Must not contain a web address or a mail address");
		return text;
	}

	/** Full-width and other variants as the characters that they stand for. */
	private static String compatible(String text) {
		String visible = IGNORABLE.matcher(text).replaceAll("");
		return Normalizer.normalize(STOP.matcher(visible).replaceAll("."), Normalizer.Form.NFKC);
	}

	private static boolean isVisible(int character) {
		return switch (Character.getType(character)) {
			case Character.UPPERCASE_LETTER, Character.LOWERCASE_LETTER, Character.TITLECASE_LETTER,
					Character.MODIFIER_LETTER, Character.OTHER_LETTER, Character.DECIMAL_DIGIT_NUMBER,
					Character.LETTER_NUMBER, Character.OTHER_NUMBER, Character.MATH_SYMBOL, Character.CURRENCY_SYMBOL,
					Character.MODIFIER_SYMBOL, Character.OTHER_SYMBOL ->
				!UCharacter.hasBinaryProperty(character, UProperty.DEFAULT_IGNORABLE_CODE_POINT)
						&& !BLANK.matcher(Character.toString(character)).matches();
			default -> false;
		};
	}

	private static void check(boolean valid, String message) {
		if (!valid) {
			throw new IllegalArgumentException(message);
		}
	}

}
