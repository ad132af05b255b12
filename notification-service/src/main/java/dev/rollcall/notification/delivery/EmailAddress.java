package dev.rollcall.notification.delivery;

import java.net.IDN;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An address that mail can go to. Events are checked where they are made; this is the
 * check again, before anything is sent.
 */
record EmailAddress(String value) {

	private static final int MAX_LENGTH = 254;

	private static final int MAX_LOCAL_LENGTH = 64;

	// Without controls, white space, and what has a meaning in a header or an SMTP
	// command.
	private static final String ATOM = "[^.@\\p{C}\\p{Z}\"<>(),;:\\\\\\[\\]]+";

	private static final Pattern LOCAL = Pattern.compile(ATOM + "(\\." + ATOM + ")*");

	private static final Pattern DOMAIN = Pattern.compile("[a-z0-9-]{1,63}(\\.[a-z0-9-]{1,63})+");

	/**
	 * Reads an address: the local part stays as it is written, the domain becomes ASCII.
	 * @param address the address
	 * @return the address that mail goes to
	 * @throws IllegalArgumentException if mail must not go there; the message does not
	 * hold the address
	 */
	static EmailAddress parse(String address) {
		int at = address.lastIndexOf('@');
		String local = address.substring(0, Math.max(at, 0));
		if (local.length() > MAX_LOCAL_LENGTH || !LOCAL.matcher(local).matches()) {
			throw new IllegalArgumentException("Not an e-mail address");
		}
		String mailable = local + "@" + asciiDomain(address.substring(at + 1));
		if (mailable.length() > MAX_LENGTH) {
			throw new IllegalArgumentException("Too long for an e-mail address");
		}
		return new EmailAddress(mailable);
	}

	/**
	 * Says whether the address needs a mail server that speaks SMTPUTF8.
	 */
	boolean needsUtf8() {
		return this.value.chars().anyMatch((character) -> character > 0x7F);
	}

	private static String asciiDomain(String domain) {
		String ascii = toAscii(domain).toLowerCase(Locale.ROOT);
		if (!DOMAIN.matcher(ascii).matches()) {
			throw new IllegalArgumentException("Not a domain");
		}
		return ascii;
	}

	// The exception of IDN quotes the domain.
	private static String toAscii(String domain) {
		try {
			return IDN.toASCII(domain, IDN.USE_STD3_ASCII_RULES);
		}
		catch (IllegalArgumentException ex) {
			return "";
		}
	}

}
