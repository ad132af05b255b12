package dev.rollcall.session.token;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.rollcall.schemas.UserId;
import dev.rollcall.web.AccessTokens;
import dev.rollcall.web.Caller;
import dev.rollcall.web.Unavailable;

import org.springframework.stereotype.Component;

/**
 * Signs access tokens (RFC 9068).
 */
@Component
public final class AccessTokenIssuer {

	private static final JOSEObjectType TYPE = new JOSEObjectType(AccessTokens.TYPE);

	private final KeyRing keys;

	private final TokenProperties properties;

	private final Clock clock;

	AccessTokenIssuer(KeyRing keys, TokenProperties properties, Clock clock) {
		this.keys = keys;
		this.properties = properties;
		this.clock = clock;
	}

	/**
	 * Checks before a write that a token can be signed.
	 * @throws Unavailable while there is no key
	 */
	public void requireKey() {
		key();
	}

	/**
	 * Signs a token.
	 * @param methods how the user was authenticated (RFC 8176)
	 * @param from the time of the sign-in or refresh. The token's lifetime starts then,
	 * so that it does not outlive a session that ends in the meantime by more than that
	 * @throws Unavailable while there is no key
	 */
	public AccessToken issue(UserId userId, UUID sessionId, List<String> roles, List<String> methods, Instant from) {
		Instant expiry = from.plus(this.properties.lifetime());
		JWTClaimsSet claims = new JWTClaimsSet.Builder().issuer(this.properties.issuer())
			.audience(this.properties.audience())
			.subject(userId.toString())
			.claim(Caller.SESSION_ID, sessionId.toString())
			.jwtID(UUID.randomUUID().toString())
			.issueTime(Date.from(from))
			.notBeforeTime(Date.from(from))
			.expirationTime(Date.from(expiry))
			.claim("amr", methods)
			.claim("roles", roles)
			.build();
		return new AccessToken(signed(claims), Duration.between(this.clock.instant(), expiry));
	}

	private String signed(JWTClaimsSet claims) {
		SigningKey key = key();
		JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256).type(TYPE).keyID(key.id()).build();
		try {
			SignedJWT token = new SignedJWT(header, claims);
			token.sign(new ECDSASigner(key.key()));
			return token.serialize();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException("Signing with key %d failed".formatted(key.number()), ex);
		}
	}

	private SigningKey key() {
		return this.keys.current().orElseThrow(() -> new Unavailable("There is no signing key yet"));
	}

}
