package dev.rollcall.session.token;

import java.time.Instant;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;

/**
 * A key that signs access tokens (ES256) until the next key does.
 *
 * @param number 1, 2, 3 ...
 * @param createdAt when it was created and published
 */
record SigningKey(long number, Instant createdAt, Instant signsFrom, ECKey key) {

	static SigningKey generate(long number, Instant now, Instant signsFrom) {
		try {
			ECKey key = new ECKeyGenerator(Curve.P_256).algorithm(JWSAlgorithm.ES256)
				.keyUse(KeyUse.SIGNATURE)
				.keyIDFromThumbprint(true)
				.generate();
			return new SigningKey(number, now, signsFrom, key);
		}
		catch (JOSEException ex) {
			throw new IllegalStateException("This JDK cannot generate P-256 keys", ex);
		}
	}

	String id() {
		return this.key.getKeyID();
	}

	boolean signs(Instant now) {
		return !now.isBefore(this.signsFrom);
	}

	@Override
	public String toString() {
		return "SigningKey[number=%d, signsFrom=%s]".formatted(this.number, this.signsFrom);
	}

}
