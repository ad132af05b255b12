package dev.rollcall.session.account;

import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An e-mail address in the form in which addresses are compared.
 *
 * @param canonical NFC, local part case-folded, domain lower-cased and in its ASCII form
 */
public record EmailAddress(String canonical) {

	private static final int LONGEST = 254;

	private static final Pattern LOCAL_PART = Pattern.compile(
			"(?=.{1,64}$)[^\\p{Cntrl}\\s\\p{Z}\"<>(),;:\\\\\\[\\]@.]+(\\.[^\\p{Cntrl}\\s\\p{Z}\"<>(),;:\\\\\\[\\]@.]+)*");

	private static final Pattern DOMAIN = Pattern.compile("[a-z0-9-]{1,63}(\\.[a-z0-9-]{1,63})+");

	/**
	 * Reads an address as a user wrote it. Its limits count before it is folded, which
	 * may make it longer: what registration-service takes is taken here.
	 * @param address the address
	 * @return the canonical form; empty if it is no valid address
	 */
	public static Optional<EmailAddress> parse(String address) {
		if (address.length() > LONGEST) {
			return Optional.empty();
		}
		String normalized = Normalizer.normalize(address, Normalizer.Form.NFC);
		int at = normalized.lastIndexOf('@');
		if (at < 0) {
			return Optional.empty();
		}
		String local = normalized.substring(0, at);
		return domain(normalized.substring(at + 1)).filter((domain) -> LOCAL_PART.matcher(local).matches())
			.map((domain) -> new EmailAddress(folded(local) + '@' + domain))
			.filter((email) -> email.canonical().length() <= LONGEST);
	}

	/**
	 * Case-folded: of characters whose cases do not pair up, lower case alone leaves
	 * apart what upper case makes one.
	 */
	private static String folded(String local) {
		return Normalizer.normalize(local.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
	}

	private static Optional<String> domain(String domain) {
		try {
			String ascii = IDN.toASCII(domain, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
			return Optional.of(ascii).filter((name) -> DOMAIN.matcher(name).matches());
		}
		catch (IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

	@Override
	public String toString() {
		return "EmailAddress[hidden]";
	}

}
