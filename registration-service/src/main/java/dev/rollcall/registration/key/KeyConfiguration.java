package dev.rollcall.registration.key;

import java.security.GeneralSecurityException;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Mac;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.mac.MacConfig;
import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Creates the primitives of the configured keysets.
 */
@Configuration(proxyBeanMethods = false)
class KeyConfiguration {

	KeyConfiguration() throws GeneralSecurityException {
		AeadConfig.register();
		MacConfig.register();
	}

	@Bean
	Aead credentialAead(KeyProperties keys) {
		return primitive("rollcall.keys.credential", keys.credential(), Aead.class);
	}

	@Bean
	Aead notificationAead(KeyProperties keys) {
		return primitive("rollcall.keys.notification", keys.notification(), Aead.class);
	}

	@Bean
	Mac consistencyMac(KeyProperties keys) {
		return primitive("rollcall.keys.consistency", keys.consistency(), Mac.class);
	}

	@Bean
	Mac deviceMac(KeyProperties keys) {
		return primitive("rollcall.keys.device", keys.device(), Mac.class);
	}

	@Bean
	Mac idempotencyMac(KeyProperties keys) {
		return primitive("rollcall.keys.idempotency", keys.idempotency(), Mac.class);
	}

	private static <P> P primitive(String name, @Nullable String keyset, Class<P> type) {
		if (keyset == null || keyset.isBlank()) {
			throw new UnusableKey(name, "is missing");
		}
		try {
			KeysetHandle handle = TinkJsonProtoKeysetFormat.parseKeyset(keyset, InsecureSecretKeyAccess.get());
			return handle.getPrimitive(RegistryConfiguration.get(), type);
		}
		catch (GeneralSecurityException ex) {
			throw new UnusableKey(name, "is not a Tink keyset (JSON) for " + type.getSimpleName());
		}
	}

}
