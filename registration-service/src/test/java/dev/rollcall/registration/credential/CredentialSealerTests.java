package dev.rollcall.registration.credential;

import java.security.GeneralSecurityException;
import java.util.UUID;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CredentialSealerTests {

	private static final UUID USER = UUID.randomUUID();

	private CredentialSealer sealer;

	@BeforeEach
	void createKey() throws GeneralSecurityException {
		AeadConfig.register();
		this.sealer = new CredentialSealer(KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM)
			.getPrimitive(RegistryConfiguration.get(), Aead.class));
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = "$argon2id$")
	void sealedCredentialOpensForItsUserAndVersionOnly(String hash) {
		Credential credential = new Credential(3, 2, hash);
		byte[] sealed = this.sealer.seal(USER, credential);

		assertThat(this.sealer.open(USER, 3, 2, sealed)).contains(credential);
		assertThat(this.sealer.open(USER, 4, 2, sealed)).isEmpty();
		assertThat(this.sealer.open(UUID.randomUUID(), 3, 2, sealed)).isEmpty();
	}

}
