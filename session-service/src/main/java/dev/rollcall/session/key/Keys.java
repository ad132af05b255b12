package dev.rollcall.session.key;

import java.security.GeneralSecurityException;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.Mac;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.mac.MacConfig;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * The service's secrets, ready to use. The start fails when one is missing.
 */
@Component
public final class Keys {

	private final Aead credential;

	private final Mac consistency;

	private final Aead signing;

	private final Mac refresh;

	private final Mac device;

	/**
	 * Reads the secrets.
	 * @param properties where they are
	 * @throws GeneralSecurityException if Tink cannot start
	 */
	Keys(KeyProperties properties) throws GeneralSecurityException {
		AeadConfig.register();
		MacConfig.register();
		this.credential = primitive("credential", properties.credential(), Aead.class);
		this.consistency = primitive("consistency", properties.consistency(), Mac.class);
		this.signing = primitive("signing", properties.signing(), Aead.class);
		this.refresh = primitive("refresh", properties.refresh(), Mac.class);
		this.device = primitive("device", properties.device(), Mac.class);
	}

	/**
	 * Returns what opens sealed password hashes.
	 * @return the key
	 */
	public Aead credential() {
		return this.credential;
	}

	/**
	 * Returns what checks consistency tokens.
	 * @return the key
	 */
	public Mac consistency() {
		return this.consistency;
	}

	/**
	 * Returns what seals signing keys.
	 * @return the key
	 */
	public Aead signing() {
		return this.signing;
	}

	/**
	 * Returns what makes and checks refresh tokens.
	 * @return the key
	 */
	public Mac refresh() {
		return this.refresh;
	}

	/**
	 * Returns what makes and checks the tokens of known devices.
	 * @return the key
	 */
	public Mac device() {
		return this.device;
	}

	private static <P> P primitive(String name, @Nullable String keyset, Class<P> type) {
		if (keyset == null || keyset.isBlank()) {
			throw new UnusableKey(name, "is missing");
		}
		try {
			return TinkJsonProtoKeysetFormat.parseKeyset(keyset, InsecureSecretKeyAccess.get())
				.getPrimitive(RegistryConfiguration.get(), type);
		}
		catch (GeneralSecurityException ex) {
			// Without the cause: its message may quote the secret.
			throw new UnusableKey(name, "is not a Tink keyset in JSON of type " + type.getSimpleName());
		}
	}

}
