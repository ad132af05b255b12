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
 * The service's keys. The start fails if a secret is missing.
 */
@Component
public final class Keys {

	private final Aead credential;

	private final Mac consistency;

	private final Aead signing;

	private final Mac refresh;

	private final Mac device;

	Keys(KeyProperties properties) throws GeneralSecurityException {
		AeadConfig.register();
		MacConfig.register();
		this.credential = primitive("credential", properties.credential(), Aead.class);
		this.consistency = primitive("consistency", properties.consistency(), Mac.class);
		this.signing = primitive("signing", properties.signing(), Aead.class);
		this.refresh = primitive("refresh", properties.refresh(), Mac.class);
		this.device = primitive("device", properties.device(), Mac.class);
	}

	/** Decrypts password hashes. */
	public Aead credential() {
		return this.credential;
	}

	/** Verifies consistency tokens. */
	public Mac consistency() {
		return this.consistency;
	}

	/** Encrypts and decrypts signing keys. */
	public Aead signing() {
		return this.signing;
	}

	/** Derives and verifies refresh tokens. */
	public Mac refresh() {
		return this.refresh;
	}

	/** Derives and verifies device tokens. */
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
			// No cause: its message may contain the secret.
			throw new UnusableKey(name, "is not a Tink keyset in JSON of type " + type.getSimpleName());
		}
	}

}
