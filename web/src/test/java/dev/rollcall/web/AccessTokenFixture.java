package dev.rollcall.web;

import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.DirectEncrypter;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.EncryptedJWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

final class AccessTokenFixture {

	static final String ISSUER = "http://127.0.0.1:8080";

	static final String AUDIENCE = "rollcall";

	static final UUID USER = UUID.randomUUID();

	static final UUID SESSION = UUID.randomUUID();

	private AccessTokenFixture() {
	}

	static ECKey key() {
		try {
			return new ECKeyGenerator(Curve.P_256).keyID("1").generate();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static JWTClaimsSet.Builder claims() {
		Instant now = Instant.now();
		return new JWTClaimsSet.Builder().issuer(ISSUER)
			.audience(AUDIENCE)
			.subject(USER.toString())
			.claim("sid", SESSION.toString())
			.claim("roles", List.of("operator"))
			.notBeforeTime(Date.from(now))
			.expirationTime(Date.from(now.plusSeconds(300)));
	}

	static String withRole(String role) {
		return signed(claims().claim("roles", List.of(role)).build());
	}

	static String signed(JWTClaimsSet claims) {
		return signed(claims, "at+jwt", "1", TestService.KEY);
	}

	static String signed(JWTClaimsSet claims, String type, String keyId, ECKey key) {
		try {
			SignedJWT token = new SignedJWT(
					new JWSHeader.Builder(JWSAlgorithm.ES256).type(new JOSEObjectType(type)).keyID(keyId).build(),
					claims);
			token.sign(new ECDSASigner(key));
			return token.serialize();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** A JWE: five parts. */
	static String encrypted() {
		try {
			EncryptedJWT token = new EncryptedJWT(new JWEHeader(JWEAlgorithm.DIR, EncryptionMethod.A256GCM),
					claims().build());
			token.encrypt(new DirectEncrypter(new byte[32]));
			return token.serialize();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
