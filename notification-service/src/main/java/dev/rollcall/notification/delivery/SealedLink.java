package dev.rollcall.notification.delivery;

import java.time.Instant;

/**
 * The link in a mail. Its token is opened only when the mail is written.
 *
 * @param token the token, sealed
 * @param until when the link expires, and the mail with it
 */
record SealedLink(byte[] token, Instant until) {

	@Override
	public String toString() {
		return "SealedLink[until=%s]".formatted(this.until);
	}

}
