package dev.rollcall.registration.link;

import java.time.Instant;

/**
 * The stored part of a link: a hash of its token, which only the mail contains.
 */
public record Link(LinkPurpose purpose, String hash, Instant until, String address) {

	public boolean isOpenedBy(LinkToken token, Instant now) {
		return now.isBefore(this.until) && this.hash.equals(token.hash());
	}

	@Override
	public String toString() {
		return "Link[purpose=%s, until=%s]".formatted(this.purpose, this.until);
	}

}
