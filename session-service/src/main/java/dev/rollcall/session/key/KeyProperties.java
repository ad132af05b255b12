package dev.rollcall.session.key;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The service's secrets, each a Tink keyset in JSON. All keys of a keyset decrypt and
 * verify; its primary key encrypts and signs.
 *
 * @param credential decrypts the password hashes of rollcall-user-credentials (AEAD)
 * @param consistency verifies consistency tokens (MAC)
 * @param signing encrypts the private signing keys in the store (AEAD)
 * @param refresh derives and verifies refresh tokens (MAC)
 * @param device derives and verifies device tokens, and hashes the keys of throttling
 * (MAC)
 */
@ConfigurationProperties("rollcall.keys")
record KeyProperties(@Nullable String credential, @Nullable String consistency, @Nullable String signing,
		@Nullable String refresh, @Nullable String device) {

	@Override
	public String toString() {
		return "KeyProperties[hidden]";
	}

}
