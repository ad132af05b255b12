package dev.rollcall.schemas;

import java.util.regex.Pattern;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacterCategory;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.util.ULocale;

/**
 * The local part of an e-mail address: a dot-atom of visible characters. The Unicode
 * version is ICU4J's, so that the result does not depend on the JDK.
 */
final class LocalPart {

	private static final int MAX_LENGTH = 64;

	private static final Pattern DOT_ATOM = Pattern.compile("[^.]+(\\.[^.]+)*");

	private static final String SPECIALS = "\"<>(),;:\\[]@";

	private static final Normalizer2 NFC = Normalizer2.getNFCInstance();

	private LocalPart() {
	}

	/** Returns the NFC of a valid local part. */
	static String normal(String text) {
		EmailAddress.check(text.codePoints().noneMatch(LocalPart::becomesAscii));
		String normal = NFC.normalize(text);
		EmailAddress.check(normal.length() <= MAX_LENGTH && DOT_ATOM.matcher(normal).matches()
				&& normal.codePoints().allMatch(LocalPart::isAllowed));
		return normal;
	}

	/** Long s and dotless i keep their own form: upper case would make ASCII of them. */
	static String lowerCase(String normal) {
		return NFC.normalize(UCharacter.toLowerCase(ULocale.ROOT, normal));
	}

	/** Whether NFC replaces the character with an ASCII one, as the Kelvin sign by K. */
	private static boolean becomesAscii(int character) {
		String decomposed = (character > 0x7F) ? NFC.getDecomposition(character) : null;
		return decomposed != null && decomposed.length() == 1 && decomposed.charAt(0) <= 0x7F;
	}

	private static boolean isAllowed(int character) {
		return switch (UCharacter.getType(character)) {
			case UCharacterCategory.CONTROL, UCharacterCategory.FORMAT, UCharacterCategory.UNASSIGNED,
					UCharacterCategory.PRIVATE_USE, UCharacterCategory.SURROGATE, UCharacterCategory.SPACE_SEPARATOR,
					UCharacterCategory.LINE_SEPARATOR, UCharacterCategory.PARAGRAPH_SEPARATOR ->
				false;
			default -> SPECIALS.indexOf(character) < 0;
		};
	}

}
