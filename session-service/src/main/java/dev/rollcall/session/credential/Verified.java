package dev.rollcall.session.credential;

import org.jspecify.annotations.Nullable;

/**
 * What came of verifying a password.
 *
 * @param matches whether it is the one
 * @param upgrade the sealed hash that is to take the credential's place; null where it is
 * today's, or the password another one
 */
public record Verified(boolean matches, byte @Nullable [] upgrade) {

	static final Verified NO = new Verified(false, null);

}
