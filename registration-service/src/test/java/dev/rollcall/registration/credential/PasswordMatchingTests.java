package dev.rollcall.registration.credential;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

import dev.rollcall.schemas.PasswordHash;
import dev.rollcall.throttle.HashingCapacity;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

import static org.assertj.core.api.Assertions.assertThat;

class PasswordMatchingTests {

	private static final Password PASSWORD = new Password("password");

	/** Of "password" with the salt "saltsaltsalt", 1,000 iterations (RFC 8018). */
	private static final String PBKDF2 = "$pbkdf2-sha256$i=1000$c2FsdHNhbHRzYWx0$";

	private final PasswordMatching matching = new PasswordMatching(Argon2id.of(CredentialFixture.properties()));

	@Test
	void passwordIsVerifiedAgainstEveryKind() {
		String bcrypt = new BCryptPasswordEncoder(4).encode("password");
		String argon2id = Argon2id.of(CredentialFixture.properties()).hash(PASSWORD);
		for (String hash : List.of(bcrypt, argon2id, PBKDF2 + pbkdf2())) {
			assertThat(PasswordHash.parse(hash)).as(hash).isPresent();
			assertThat(this.matching.matches(hash, PASSWORD)).as(hash).isTrue();
			assertThat(this.matching.matches(hash, new Password("Password"))).as(hash).isFalse();
		}
	}

	@ParameterizedTest
	@MethodSource("acceptedHashes")
	void everyHashThatTheContractAcceptsIsVerified(String hash, String password) {
		assertThat(this.matching.matches(hash, new Password(password))).isTrue();
	}

	@Test
	void newHashMatchesThePasswordFromEveryKeyboard() {
		String hash = hash(new Password("cafe\u0301 cre\u0300me"));

		for (String typed : List.of("caf\u00e9 cr\u00e8me", "cafe\u0301 cre\u0300me", "caf\u00e9\u00a0cr\u00e8me")) {
			assertThat(this.matching.matches(hash, new Password(typed))).as(typed).isTrue();
		}
		assertThat(this.matching.matches(hash, new Password("Caf\u00e9 cr\u00e8me"))).isFalse();
	}

	private static String hash(Password password) {
		CredentialProperties properties = CredentialFixture.properties();
		try (HashingCapacity capacity = new HashingCapacity(properties.limits())) {
			return new PasswordHasher(Argon2id.of(properties), properties, capacity).hash(password)
				.blockOptional(Duration.ofSeconds(20))
				.orElseThrow();
		}
	}

	static Stream<Arguments> acceptedHashes() throws IOException {
		try (InputStream lines = PasswordHash.class.getResourceAsStream("contract-examples.jsonl")) {
			return new String(lines.readAllBytes(), StandardCharsets.UTF_8).lines()
				.map(JsonMapper.shared()::readTree)
				.filter((example) -> example.has("password"))
				.map((example) -> Arguments.of(example.path("stored").asString(example.path("input").asString()),
						example.path("password").asString()));
		}
	}

	private static String pbkdf2() {
		byte[] salt = "saltsaltsalt".getBytes(StandardCharsets.UTF_8);
		PKCS5S2ParametersGenerator generator = new PKCS5S2ParametersGenerator(new SHA256Digest());
		generator.init("password".getBytes(StandardCharsets.UTF_8), salt, 1000);
		byte[] key = ((KeyParameter) generator.generateDerivedParameters(256)).getKey();
		return Base64.getEncoder().withoutPadding().encodeToString(key);
	}

}
