package dev.rollcall.schemas;

import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

import com.ibm.icu.text.IDNA;

/**
 * The domain of an e-mail address, by UTS 46 without transitional mappings: ß, final
 * sigma and joiners stay, because a domain with them has another owner than one without.
 */
final class MailDomain {

	private static final IDNA UTS46 = IDNA
		.getUTS46Instance(IDNA.NONTRANSITIONAL_TO_ASCII | IDNA.CHECK_BIDI | IDNA.CHECK_CONTEXTJ | IDNA.USE_STD3_RULES);

	/** Domains such as {@code ab--cd.example} exist. */
	private static final Set<IDNA.Error> ACCEPTED = EnumSet.of(IDNA.Error.HYPHEN_3_4);

	/**
	 * Two labels or more, of which the last is no number: no IPv4 address in any form.
	 */
	private static final Pattern DOMAIN = Pattern
		.compile("([a-z0-9-]{1,63}\\.)+(?!([0-9]+|0x[0-9a-f]*)$)[a-z0-9-]{1,63}");

	private MailDomain() {
	}

	static String ascii(String domain) {
		StringBuilder ascii = new StringBuilder();
		IDNA.Info info = new IDNA.Info();
		UTS46.nameToASCII(domain, ascii, info);
		EmailAddress.check(ACCEPTED.containsAll(info.getErrors()) && DOMAIN.matcher(ascii).matches());
		return ascii.toString();
	}

}
