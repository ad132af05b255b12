package dev.rollcall.session.token;

import java.time.Duration;

/**
 * A signed access token.
 *
 * @param expiresIn the rest of its lifetime
 */
public record AccessToken(String value, Duration expiresIn) {

	@Override
	public String toString() {
		return "AccessToken[expiresIn=%s]".formatted(this.expiresIn);
	}

}
