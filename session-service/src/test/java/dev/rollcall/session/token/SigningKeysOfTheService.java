package dev.rollcall.session.token;

import com.nimbusds.jose.jwk.ECKey;

import org.springframework.boot.test.context.TestComponent;

/**
 * Gives the private key to tests that forge tokens.
 */
@TestComponent
public final class SigningKeysOfTheService {

	private final KeyRing ring;

	SigningKeysOfTheService(KeyRing ring) {
		this.ring = ring;
	}

	/**
	 * Returns the current signing key.
	 */
	public ECKey current() {
		return this.ring.current().orElseThrow().key();
	}

}
