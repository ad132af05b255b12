package dev.rollcall.registration.credential;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

import dev.rollcall.schemas.PasswordHash;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;

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

	private static String pbkdf2() {
		byte[] salt = "saltsaltsalt".getBytes(StandardCharsets.UTF_8);
		PKCS5S2ParametersGenerator generator = new PKCS5S2ParametersGenerator(new SHA256Digest());
		generator.init("password".getBytes(StandardCharsets.UTF_8), salt, 1000);
		byte[] key = ((KeyParameter) generator.generateDerivedParameters(256)).getKey();
		return Base64.getEncoder().withoutPadding().encodeToString(key);
	}

}
