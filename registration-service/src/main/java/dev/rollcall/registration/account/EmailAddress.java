package dev.rollcall.registration.account;

import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An e-mail address. Two addresses are the same user's if their canonical forms are
 * equal.
 *
 * @param address as the user wrote it; mail goes here
 * @param canonical NFC, local part without case, domain in lower case and ASCII
 */
public record EmailAddress(String address, String canonical) {

	/** The most characters of an address. */
	public static final int MOST = 254;

	private static final int MOST_LOCAL_PART = 64;

	private static final Pattern DOT_ATOM = Pattern.compile("[^.]+(\\.[^.]+)*");

	private static final Pattern DOMAIN = Pattern.compile("([^.]{1,63}\\.)+[^.]{1,63}");

	private static final String REFUSED = "\"<>(),;:\\[]@";

	/**
	 * Reads an address.
	 * @param address as the user wrote it
	 * @return the address with its canonical form
	 * @throws IllegalArgumentException if it is none
	 */
	public static EmailAddress of(String address) {
		String normal = Normalizer.normalize(address, Normalizer.Form.NFC);
		int at = normal.lastIndexOf('@');
		check(at > 0 && address.length() <= MOST);
		String canonical = localPart(normal.substring(0, at)) + "@" + domain(normal.substring(at + 1));
		check(canonical.length() <= MOST);
		return new EmailAddress(address, canonical);
	}

	private static String localPart(String text) {
		check(text.length() <= MOST_LOCAL_PART && DOT_ATOM.matcher(text).matches());
		check(text.codePoints().noneMatch(EmailAddress::refused));
		return foldCase(text);
	}

	/** Upper case first: it also makes one of what has two lower cases, as ss and ß. */
	private static String foldCase(String text) {
		String folded = text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
		return Normalizer.normalize(folded, Normalizer.Form.NFC);
	}

	private static String domain(String text) {
		String ascii = ascii(text).toLowerCase(Locale.ROOT);
		check(DOMAIN.matcher(ascii).matches());
		return ascii;
	}

	private static String ascii(String domain) {
		try {
			return IDN.toASCII(domain, IDN.USE_STD3_ASCII_RULES);
		}
		catch (IllegalArgumentException ex) {
			throw invalid();
		}
	}

	private static boolean refused(int character) {
		return REFUSED.indexOf(character) >= 0 || Character.isWhitespace(character) || Character.isSpaceChar(character)
				|| Character.isISOControl(character) || Character.getType(character) == Character.FORMAT;
	}

	private static void check(boolean holds) {
		if (!holds) {
			throw invalid();
		}
	}

	private static IllegalArgumentException invalid() {
		return new IllegalArgumentException("Not an e-mail address");
	}

	@Override
	public String toString() {
		return "EmailAddress[not shown]";
	}

}
