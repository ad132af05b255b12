package dev.rollcall.registration.account;

import java.security.GeneralSecurityException;

import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Mac;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.mac.MacConfig;
import com.google.crypto.tink.mac.PredefinedMacParameters;

/**
 * MACs with random keys.
 */
final class KeyedHashes {

	private KeyedHashes() {
	}

	static Mac random() {
		try {
			MacConfig.register();
			return KeysetHandle.generateNew(PredefinedMacParameters.HMAC_SHA256_128BITTAG)
				.getPrimitive(RegistryConfiguration.get(), Mac.class);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
