package dev.rollcall.session.token;

import java.time.Instant;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;

/**
 * A key that signs access tokens (ES256).
 *
 * @param number counts the keys: 1, 2, 3 ...
 * @param state what it is used for
 * @param createdAt when it was made
 * @param key both halves; its id is its thumbprint
 */
record SigningKey(long number, State state, Instant createdAt, ECKey key) {

	static SigningKey generate(long number, Instant now) {
		try {
			ECKey key = new ECKeyGenerator(Curve.P_256).algorithm(JWSAlgorithm.ES256)
				.keyUse(KeyUse.SIGNATURE)
				.keyIDFromThumbprint(true)
				.generate();
			return new SigningKey(number, State.CURRENT, now, key);
		}
		catch (JOSEException ex) {
			throw new IllegalStateException("This Java makes no P-256 keys", ex);
		}
	}

	String id() {
		return this.key.getKeyID();
	}

	@Override
	public String toString() {
		return "SigningKey[number=%d, state=%s]".formatted(this.number, this.state);
	}

	/**
	 * What a key is used for.
	 */
	enum State {

		/** It signs. */
		CURRENT

	}

}
