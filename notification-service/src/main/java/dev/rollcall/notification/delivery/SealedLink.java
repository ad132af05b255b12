package dev.rollcall.notification.delivery;

import java.time.Instant;

/**
 * The link in a mail. Its token is opened only when the mail is written.
 *
 * @param token the sealed token
 */
record SealedLink(byte[] token, Instant until) {

	@Override
	public String toString() {
		return "SealedLink[until=%s]".formatted(this.until);
	}

}
