package dev.rollcall.notification.key;

import java.security.GeneralSecurityException;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Creates the AEAD of the configured keyset.
 */
@Configuration(proxyBeanMethods = false)
class KeyConfiguration {

	private static final String NAME = "rollcall.keys.notification";

	KeyConfiguration() throws GeneralSecurityException {
		AeadConfig.register();
	}

	@Bean
	Aead notificationAead(KeyProperties keys) {
		String keyset = keys.notification();
		if (keyset == null || keyset.isBlank()) {
			throw new UnusableKey(NAME, "is missing");
		}
		try {
			return TinkJsonProtoKeysetFormat.parseKeyset(keyset, InsecureSecretKeyAccess.get())
				.getPrimitive(RegistryConfiguration.get(), Aead.class);
		}
		catch (GeneralSecurityException ex) {
			throw new UnusableKey(NAME, "is not a Tink keyset (JSON) for Aead");
		}
	}

}
