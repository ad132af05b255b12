package dev.rollcall.session.account;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import dev.rollcall.schemas.UserId;
import dev.rollcall.session.credential.SealedCredential;
import org.jspecify.annotations.Nullable;

/**
 * A user's account as far as sign-in needs it.
 *
 * @param userId the user
 * @param canonicalEmail the current address in its canonical form
 * @param emailSince since when it is this user's
 * @param emailVerified whether mail to the address has arrived
 * @param active whether the user may sign in
 * @param roles the user's roles
 * @param sealedCredential the password's hash; null when it is not known yet
 */
public record Account(UserId userId, String canonicalEmail, Instant emailSince, boolean emailVerified, boolean active,
		List<String> roles, @Nullable SealedCredential sealedCredential) {

	/**
	 * Creates an account.
	 */
	public Account {
		roles = List.copyOf(roles);
	}

	/**
	 * Returns the password's hash.
	 * @return the hash; empty when it is not known yet
	 */
	public Optional<SealedCredential> credential() {
		return Optional.ofNullable(this.sealedCredential);
	}

}
