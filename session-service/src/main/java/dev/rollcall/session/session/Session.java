package dev.rollcall.session.session;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One sign-in and what has come of it.
 *
 * @param id the session
 * @param startedAt when the user signed in
 * @param lastUsedAt when its refresh token was last used
 * @param device what the client calls its device
 * @param address the client's address at sign-in
 * @param passwordVersion which of the user's passwords was verified
 * @param authenticationMethods how the user was authenticated (RFC 8176)
 * @param counter the number of the refresh token that counts
 * @param secret goes into the session's refresh tokens
 * @param rotatedAt since when that refresh token counts
 * @param idleUntil when it ends unless it is used
 * @param expiresAt when it ends at the latest
 */
record Session(SessionId id, Instant startedAt, Instant lastUsedAt, @Nullable String device, @Nullable String address,
		long passwordVersion, List<String> authenticationMethods, long counter, byte[] secret, Instant rotatedAt,
		Instant idleUntil, Instant expiresAt) {

	boolean isLive(Instant now) {
		return now.isBefore(ends());
	}

	Instant ends() {
		return this.idleUntil.isBefore(this.expiresAt) ? this.idleUntil : this.expiresAt;
	}

	/** The password was changed in it. */
	Session withPassword(long version) {
		return new Session(this.id, this.startedAt, this.lastUsedAt, this.device, this.address,
				Math.max(version, this.passwordVersion), this.authenticationMethods, this.counter, this.secret,
				this.rotatedAt, this.idleUntil, this.expiresAt);
	}

	Session rotated(Instant now, Duration idle) {
		return new Session(this.id, this.startedAt, now, this.device, this.address, this.passwordVersion,
				this.authenticationMethods, this.counter + 1, this.secret, now, now.plus(idle), this.expiresAt);
	}

	@Override
	public String toString() {
		return "Session[id=%s]".formatted(this.id);
	}

}
