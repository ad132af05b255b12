package dev.rollcall.web;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import org.springframework.security.oauth2.jwt.Jwt;

/**
 * The user and session that an access token stands for. Endpoints get it as
 * {@code @AuthenticationPrincipal Caller}.
 */
public record Caller(UUID userId, UUID sessionId, List<String> roles, Instant expiresAt) {

	/** The claim with the session. */
	public static final String SESSION_ID = "sid";

	/**
	 * Reads a token that {@link AccessTokens} has validated.
	 */
	public static Caller of(Jwt token) {
		List<String> roles = token.getClaimAsStringList("roles");
		return new Caller(UUID.fromString(token.getSubject()), UUID.fromString(token.getClaimAsString(SESSION_ID)),
				(roles != null) ? List.copyOf(roles) : List.of(), Objects.requireNonNull(token.getExpiresAt()));
	}

}
