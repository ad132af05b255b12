package dev.rollcall.registration.link;

import java.time.Instant;

/**
 * What an account keeps of a link: not its token, which only the mail has.
 *
 * @param purpose what it is good for
 * @param hash the token's {@linkplain LinkToken#hash() hash}
 * @param until when it expires
 * @param address the address that it is sent to, as the user wrote it
 */
public record Link(LinkPurpose purpose, String hash, Instant until, String address) {

	/**
	 * Returns whether a token opens it.
	 * @param token the token
	 * @param now the time
	 * @return whether it is the link's token, and in time
	 */
	public boolean isOpenedBy(LinkToken token, Instant now) {
		return now.isBefore(this.until) && this.hash.equals(token.hash());
	}

	@Override
	public String toString() {
		return "Link[purpose=%s, until=%s]".formatted(this.purpose, this.until);
	}

}
