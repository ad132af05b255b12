package dev.rollcall.notification.key;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Tink keysets as JSON, one file each in the directory {@code ROLLCALL_SECRETS}. There is
 * no default: the service does not start without them.
 *
 * @param notification AEAD that opens the tokens of links; registration-service has the
 * same keyset
 */
@ConfigurationProperties("rollcall.keys")
record KeyProperties(@Nullable String notification) {

	@Override
	public String toString() {
		return "KeyProperties[not shown]";
	}

}
