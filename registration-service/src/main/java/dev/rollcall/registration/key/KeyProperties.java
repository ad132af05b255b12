package dev.rollcall.registration.key;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Tink keysets as JSON, one file each in the directory {@code ROLLCALL_SECRETS}. There is
 * no default: the service does not start without them. All keys of a set decrypt, the
 * primary one encrypts.
 *
 * @param credential AEAD: seals the password hashes that leave the service
 * @param notification AEAD: seals the tokens of links; notification-service has the same
 * keyset
 * @param consistency MAC: signs consistency tokens; session-service has the same keyset
 * @param device MAC: signs device tokens; session-service has the same keyset
 * @param idempotency MAC: hashes idempotency keys and their requests for the store
 */
@ConfigurationProperties("rollcall.keys")
record KeyProperties(@Nullable String credential, @Nullable String notification, @Nullable String consistency,
		@Nullable String device, @Nullable String idempotency) {

	@Override
	public String toString() {
		return "KeyProperties[not shown]";
	}

}
