package dev.rollcall.session.credential;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.text.Normalizer;
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
import dev.rollcall.throttle.HashingCapacity;
import dev.rollcall.throttle.StartGate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

@ExtendWith(OutputCaptureExtension.class)
class PasswordVerificationTests {

	private static final UUID USER = UUID.randomUUID();

	private static final String BCRYPT_OF_97_BYTES = "$2b$04$abcdefghijklmnopqrstuu6rixEKGOItKC5i1MvdHHlmR36LXX0vG";

	private static final String BCRYPT_OF_PASSWORD = "$2a$04$abcdefghijklmnopqrstuughE8Ev8uGFaUgY2cNEySvxngrb/Jzdm";

	private static final String PBKDF2_OF_PASSWORD = "$pbkdf2-sha256$i=1000$c2FsdHNhbHRzYWx0$"
			+ "sYIePhT5IXESDKvnouJXtE5pTJ6Znbmef4vViYmc9Uc";

	/** Of a password in NFD. */
	private static final String NFD = "$pbkdf2-sha256$i=1000$c2FsdHNhbHRzYWx0$"
			+ "a/PnhkWv+YjNl+xMftaI0YtxZWCUqkjBUr/bvycHaXw";

	private final Keys keys = mock(Keys.class);

	private Aead key;

	private HashingCapacity capacity;

	private PasswordVerification verification;

	@BeforeEach
	void start() throws GeneralSecurityException {
		AeadConfig.register();
		this.key = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM)
			.getPrimitive(RegistryConfiguration.get(), Aead.class);
		given(this.keys.credential()).willReturn(this.key);
		CredentialProperties properties = new CredentialProperties(1, 1, DataSize.ofMegabytes(100), 10,
				new CredentialProperties.Dummy(DataSize.ofKilobytes(1024), 1, 1));
		this.capacity = new HashingCapacity(properties.limits());
		this.verification = new PasswordVerification(this.keys, properties, this.capacity);
	}

	@AfterEach
	void stop() {
		this.capacity.close();
	}

	@ParameterizedTest
	@MethodSource("acceptedHashes")
	void everyHashThatTheContractAcceptsIsVerified(String hash, String password) throws GeneralSecurityException {
		assertThat(verify(hash, password)).isTrue();
		assertThat(verify(hash, "x" + password)).isFalse();
	}

	@ParameterizedTest
	@MethodSource("partlyRead")
	void rightPasswordStillWorksAfterAnotherOneMatched(String hash, String right, String other)
			throws GeneralSecurityException {
		assertThat(verify(hash, other)).isTrue();
		assertThat(verify(upgraded(hash, other), right)).isTrue();
		assertThat(verify(upgraded(hash, right), right)).isTrue();
	}

	@Test
	void upgradedHashIsOfTheNormalForm() throws GeneralSecurityException {
		String typed = "cafe\u0301 cre\u0300me bru\u0302le\u0301e";
		String normal = Normalizer.normalize(typed, Normalizer.Form.NFC);
		String argon2id = upgraded(NFD, typed);
		PasswordHash.Argon2id current = (PasswordHash.Argon2id) PasswordHash.parse(argon2id).orElseThrow();
		String asTyped = new Argon2id(null).hash(current, current.salt(), typed.getBytes(StandardCharsets.UTF_8))
			.encoded();

		assertThat(verify(argon2id, normal)).isTrue();
		assertThat(verify(asTyped, normal)).isFalse();
		assertThat(verify(upgraded(asTyped, typed), normal)).isTrue();
		assertThat(upgraded(argon2id, typed)).isEqualTo(argon2id);
	}

	@Test
	void noPasswordMatchesAnAccountWithoutOneAndNothingIsLogged(CapturedOutput output) throws GeneralSecurityException {
		assertThat(verify("", "")).isFalse();
		assertThat(verify("", "violet tractor on the moon")).isFalse();
		assertThat(output).doesNotContain("credential of user");
	}

	private boolean verify(String hash, String password) throws GeneralSecurityException {
		return result(hash, password).matches();
	}

	/** The hash that a sign-in leaves. */
	private String upgraded(String hash, String password) throws GeneralSecurityException {
		byte[] upgrade = result(hash, password).upgrade();
		return (upgrade != null) ? new String(this.key.decrypt(upgrade, AssociatedData.credentialUpgrade(USER, 1)),
				StandardCharsets.UTF_8) : hash;
	}

	private Verified result(String hash, String password) throws GeneralSecurityException {
		byte[] sealed = this.key.encrypt(hash.getBytes(StandardCharsets.UTF_8), AssociatedData.credential(USER, 1));
		return this.verification
			.verify(Optional.of(new SealedCredential(USER, 1, 1, sealed)), password, new StartGate())
			.blockOptional(Duration.ofSeconds(20))
			.orElseThrow();
	}

	static Stream<String[]> partlyRead() {
		String right = "correct horse battery staple ".repeat(4).substring(0, 97);
		return Stream.of(new String[] { BCRYPT_OF_97_BYTES, right, right.substring(0, 72) },
				new String[] { BCRYPT_OF_97_BYTES, right, right + "x" },
				new String[] { PBKDF2_OF_PASSWORD, "password", "password\0" },
				new String[] { BCRYPT_OF_PASSWORD, "password", "password\0password" });
	}

	static Stream<String[]> acceptedHashes() throws IOException {
		try (InputStream file = PasswordHash.class.getResourceAsStream("contract-examples.jsonl")) {
			String text = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
			return text.lines()
				.map((line) -> JsonPath.parse(line).<Map<String, String>>json())
				.filter((example) -> example.containsKey("password"))
				.map((example) -> new String[] { example.getOrDefault("stored", example.get("input")),
						example.get("password") });
		}
	}

}
