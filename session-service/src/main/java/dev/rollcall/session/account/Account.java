package dev.rollcall.session.account;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import dev.rollcall.schemas.UserId;
import dev.rollcall.session.credential.SealedCredential;
import org.jspecify.annotations.Nullable;

/**
 * The part of a user's account that sign-in needs.
 *
 * @param version the version of the profile
 * @param active whether the user is not locked
 * @param sealedCredential null until the credential record has arrived
 */
public record Account(UserId userId, long version, String canonicalEmail, Instant emailSince, boolean emailVerified,
		boolean active, List<String> roles, @Nullable SealedCredential sealedCredential) {

	public Account {
		roles = List.copyOf(roles);
	}

	/**
	 * Returns the credential; empty until its record has arrived.
	 */
	public Optional<SealedCredential> credential() {
		return Optional.ofNullable(this.sealedCredential);
	}

	@Override
	public String toString() {
		return "Account[%s]".formatted(this.userId);
	}

}
