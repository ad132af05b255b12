package dev.rollcall.schemas;

import java.util.stream.Stream;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacterCategory;
import com.ibm.icu.text.Normalizer2;

/**
 * The form in which passwords are compared: OpaqueString of RFC 8265. Spaces of every
 * kind (Zs) become U+0020, then NFC applies. Nothing is trimmed or folded. So the same
 * password matches from every keyboard.
 * <p>
 * Needs ICU4J at run time, so that the result does not depend on the JDK.
 */
public final class OpaqueString {

	/**
	 * Limit of a password that is verified, in code points. New passwords are shorter;
	 * imported users may have longer ones.
	 */
	public static final int MAX_LENGTH = 1024;

	private static final Normalizer2 NFC = Normalizer2.getNFCInstance();

	private OpaqueString() {
	}

	/** Returns the form that is hashed. It is its own normal form. */
	public static String normalize(String password) {
		StringBuilder spaced = new StringBuilder(password.length());
		password.codePoints()
			.map((character) -> (UCharacter.getType(character) == UCharacterCategory.SPACE_SEPARATOR) ? ' ' : character)
			.forEach(spaced::appendCodePoint);
		return NFC.normalize(spaced);
	}

	/**
	 * Returns the forms in which a password is verified, in order: the normal form and,
	 * where it differs, the password as typed, because older and imported hashes have no
	 * normal form.
	 */
	public static Stream<String> forms(String typed) {
		return Stream.of(normalize(typed), typed).distinct();
	}

	/**
	 * Returns whether a new password may have these characters: no control characters,
	 * line separators or private use, and nothing that Unicode does not assign, because
	 * its normal form may change. Joiners and variation selectors, which RFC 8264
	 * disallows, are allowed: emoji consist of them.
	 */
	public static boolean isAllowed(String password) {
		return password.codePoints().allMatch(OpaqueString::isAllowed);
	}

	private static boolean isAllowed(int character) {
		return switch (UCharacter.getType(character)) {
			case UCharacterCategory.CONTROL, UCharacterCategory.UNASSIGNED, UCharacterCategory.PRIVATE_USE,
					UCharacterCategory.SURROGATE, UCharacterCategory.LINE_SEPARATOR,
					UCharacterCategory.PARAGRAPH_SEPARATOR ->
				false;
			default -> true;
		};
	}

}
