package dev.rollcall.session.key;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The secrets that the service needs, each a Tink keyset in JSON. Several keys of a
 * keyset are readable, its primary one writes.
 *
 * @param credential opens the sealed password hashes of rollcall-user-credentials (AEAD)
 * @param consistency checks consistency tokens (MAC)
 * @param signing seals the private signing keys in the store (AEAD)
 * @param refresh makes and checks refresh tokens (MAC)
 * @param device makes and checks the tokens of known devices, and stands in for what is
 * counted in the store (MAC)
 */
@ConfigurationProperties("rollcall.keys")
record KeyProperties(@Nullable String credential, @Nullable String consistency, @Nullable String signing,
		@Nullable String refresh, @Nullable String device) {

	@Override
	public String toString() {
		return "KeyProperties[hidden]";
	}

}
