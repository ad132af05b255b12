package dev.rollcall.registration.link;

import java.time.Instant;

/**
 * The stored part of a link: a hash of its token, which only the mail contains.
 *
 * @param createdAt in whole milliseconds; the epoch if stored by an earlier release
 * @param passwordVersion the account's password when the link was created; 0 if stored by
 * an earlier release
 */
public record Link(LinkPurpose purpose, String hash, Instant createdAt, Instant until, String address,
		long passwordVersion) {

	/**
	 * Returns whether a token opens this link.
	 * @param currentPassword the version of the account's password
	 */
	public boolean isOpenedBy(LinkToken token, Instant now, long currentPassword) {
		return isValid(now) && (!this.purpose.isBoundToPassword() || this.passwordVersion == currentPassword)
				&& this.hash.equals(token.hash());
	}

	boolean isValid(Instant now) {
		return now.isBefore(this.until);
	}

	@Override
	public String toString() {
		return "Link[purpose=%s, until=%s]".formatted(this.purpose, this.until);
	}

}
