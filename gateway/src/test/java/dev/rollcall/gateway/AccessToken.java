package dev.rollcall.gateway;

import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

/** Access tokens like those of session-service, and invalid ones. */
final class AccessToken {

	static final ECKey KEY = newKey("1");

	private AccessToken() {
	}

	static ECKey newKey(String id) {
		try {
			return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static String jwks() {
		return new JWKSet(KEY.toPublicJWK()).toString();
	}

	static String valid() {
		return with((claims) -> {
		});
	}

	static String with(Consumer<JWTClaimsSet.Builder> change) {
		return signed(header().build(), claims(change), signer(KEY));
	}

	static String withHeader(Consumer<JWSHeader.Builder> change) {
		JWSHeader.Builder header = header();
		change.accept(header);
		return signed(header.build(), claims((claims) -> {
		}), signer(KEY));
	}

	static JWSHeader.Builder header() {
		return new JWSHeader.Builder(JWSAlgorithm.ES256).type(new JOSEObjectType("at+jwt")).keyID(KEY.getKeyID());
	}

	static JWTClaimsSet claims(Consumer<JWTClaimsSet.Builder> change) {
		Instant now = Instant.now();
		JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder().issuer("http://127.0.0.1:8080")
			.audience("rollcall")
			.subject(UUID.randomUUID().toString())
			.claim("sid", UUID.randomUUID().toString())
			.jwtID(UUID.randomUUID().toString())
			.issueTime(Date.from(now))
			.notBeforeTime(Date.from(now))
			.expirationTime(Date.from(now.plusSeconds(300)))
			.claim("amr", List.of("pwd"))
			.claim("roles", List.of("user"));
		change.accept(claims);
		return claims.build();
	}

	static JWSSigner signer(ECKey key) {
		try {
			return new ECDSASigner(key);
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static String signed(JWSHeader header, JWTClaimsSet claims, JWSSigner signer) {
		try {
			SignedJWT token = new SignedJWT(header, claims);
			token.sign(signer);
			return token.serialize();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
