package dev.rollcall.schemas;

/**
 * An e-mail address. Two addresses belong to the same user if their canonical forms are
 * equal.
 * <p>
 * The constructor checks nothing: it is for addresses that were stored. Input is read
 * with {@link #of}. Needs ICU4J at run time.
 *
 * @param written the address as the user wrote it
 * @param canonical the form that is compared: local part in NFC and lower case, domain in
 * ASCII
 */
public record EmailAddress(String written, String canonical) {

	/** Limit of each form, in UTF-16 code units. */
	public static final int MAX_LENGTH = 254;

	/**
	 * Reads an address.
	 * @throws IllegalArgumentException if it is not an address that mail can be sent to;
	 * the message does not contain the address
	 */
	public static EmailAddress of(String written) {
		int at = checked(written).lastIndexOf('@');
		String domain = MailDomain.ascii(written.substring(at + 1));
		String local = LocalPart.normal(written.substring(0, at));
		checked(local + '@' + domain);
		return new EmailAddress(written, checked(LocalPart.lowerCase(local) + '@' + domain));
	}

	/**
	 * Returns the form that mail is sent to: local part in NFC with its case, domain in
	 * ASCII. It is itself an address with the same canonical form.
	 * @throws IllegalArgumentException if a stored address is not valid
	 */
	public String mailed() {
		int at = checked(this.written).lastIndexOf('@');
		return checked(LocalPart.normal(this.written.substring(0, at)) + '@'
				+ MailDomain.ascii(this.written.substring(at + 1)));
	}

	/**
	 * Returns whether mail to this address requires the SMTPUTF8 extension (RFC 6531).
	 * @throws IllegalArgumentException if a stored address is not valid
	 */
	public boolean needsSmtpUtf8() {
		return mailed().chars().anyMatch((character) -> character > 0x7F);
	}

	private static String checked(String address) {
		check(address.length() <= MAX_LENGTH && address.indexOf('@') >= 0);
		return address;
	}

	static void check(boolean valid) {
		if (!valid) {
			throw new IllegalArgumentException("Not an e-mail address");
		}
	}

	@Override
	public String toString() {
		return "EmailAddress[not shown]";
	}

}
