package dev.rollcall.session.credential;

import org.jspecify.annotations.Nullable;

/**
 * The result of a verification.
 *
 * @param upgrade the encrypted hash to replace the credential; null if none is needed or
 * the password does not match
 */
public record Verified(boolean matches, byte @Nullable [] upgrade) {

	static final Verified NO = new Verified(false, null);

}
