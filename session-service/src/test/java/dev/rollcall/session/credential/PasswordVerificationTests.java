package dev.rollcall.session.credential;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.jayway.jsonpath.JsonPath;
import dev.rollcall.schemas.AssociatedData;
import dev.rollcall.schemas.PasswordHash;
import dev.rollcall.session.key.Keys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class PasswordVerificationTests {

	private static final UUID USER = UUID.randomUUID();

	private final Keys keys = mock(Keys.class);

	private Aead key;

	private PasswordVerification verification;

	@BeforeEach
	void start() throws GeneralSecurityException {
		AeadConfig.register();
		this.key = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM)
			.getPrimitive(RegistryConfiguration.get(), Aead.class);
		given(this.keys.credential()).willReturn(this.key);
		this.verification = new PasswordVerification(this.keys,
				new CredentialProperties(1, 1, new CredentialProperties.Dummy(DataSize.ofKilobytes(1024), 1, 1)));
	}

	@AfterEach
	void stop() {
		this.verification.destroy();
	}

	@ParameterizedTest
	@MethodSource("acceptedHashes")
	void everyHashThatTheContractAcceptsIsVerified(String hash, String password) throws GeneralSecurityException {
		assertThat(verify(hash, password)).isTrue();
		assertThat(verify(hash, password + "x")).isFalse();
	}

	private boolean verify(String hash, String password) throws GeneralSecurityException {
		byte[] sealed = this.key.encrypt(hash.getBytes(StandardCharsets.UTF_8), AssociatedData.credential(USER, 1));
		return this.verification.verify(Optional.of(new SealedCredential(USER, 1, 1, sealed)), password)
			.blockOptional(Duration.ofSeconds(20))
			.orElseThrow()
			.matches();
	}

	static Stream<String[]> acceptedHashes() throws IOException {
		try (InputStream file = PasswordHash.class.getResourceAsStream("contract-examples.jsonl")) {
			String text = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
			return text.lines()
				.map((line) -> JsonPath.parse(line).<Map<String, String>>json())
				.filter((example) -> example.containsKey("password"))
				.map((example) -> new String[] { example.get("input"), example.get("password") });
		}
	}

}
