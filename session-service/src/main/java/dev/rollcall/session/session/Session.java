package dev.rollcall.session.session;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A session: one sign-in, and the number of its current refresh token.
 *
 * @param device the name that the client gives its device
 * @param deviceId the random id of its device; null if it started before sessions kept it
 * @param userVersion the newest version of the account that was known when it started;
 * null if it started before sessions kept it
 * @param authenticationMethods how the user was authenticated (RFC 8176)
 * @param secret part of the MAC of the session's refresh tokens
 * @param counter the number of the current refresh token: 1, 2, 3 ...
 * @param rotatedAt the time of the sign-in or the latest refresh
 * @param idleUntil when the session expires unless it is refreshed
 */
record Session(SessionId id, Instant startedAt, @Nullable String device, @Nullable String deviceId,
		@Nullable String address, long passwordVersion, @Nullable Long userVersion, List<String> authenticationMethods,
		byte[] secret, long counter, Instant rotatedAt, Instant idleUntil, Instant expiresAt) {

	/** Whether it started before the account had this version. */
	boolean startedBefore(long version) {
		return this.userVersion != null && this.userVersion < version;
	}

	boolean isLive(Instant now) {
		return now.isBefore(ends());
	}

	Instant ends() {
		return this.idleUntil.isBefore(this.expiresAt) ? this.idleUntil : this.expiresAt;
	}

	/** The user changed the password in this session. */
	Session withPassword(long version) {
		return with(Math.max(version, this.passwordVersion), this.counter, this.rotatedAt, this.idleUntil);
	}

	Session rotated(Instant now, Duration idle) {
		return with(this.passwordVersion, this.counter + 1, now, now.plus(idle));
	}

	private Session with(long passwordVersion, long counter, Instant rotatedAt, Instant idleUntil) {
		return new Session(this.id, this.startedAt, this.device, this.deviceId, this.address, passwordVersion,
				this.userVersion, this.authenticationMethods, this.secret, counter, rotatedAt, idleUntil,
				this.expiresAt);
	}

	@Override
	public String toString() {
		return "Session[id=%s]".formatted(this.id);
	}

}
