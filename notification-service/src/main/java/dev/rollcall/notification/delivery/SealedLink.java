package dev.rollcall.notification.delivery;

import java.time.Instant;

/**
 * The link in a mail. Its token is opened only when the mail is written.
 *
 * @param token the sealed token
 * @param until expiry of the link and of the mail
 */
record SealedLink(byte[] token, Instant until) {

	@Override
	public String toString() {
		return "SealedLink[until=%s]".formatted(this.until);
	}

}
