package dev.rollcall.registration.credential;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

import static org.assertj.core.api.Assertions.assertThat;

class EncodedHashTests {

	private static final Password PASSWORD = new Password("password");

	/** Of "password" with the salt "saltsaltsalt", 1,000 iterations (RFC 8018). */
	private static final String PBKDF2 = "$pbkdf2-sha256$i=1000$c2FsdHNhbHRzYWx0$";

	private final PasswordMatching matching = new PasswordMatching(Argon2id.of(CredentialFixture.properties()));

	@ParameterizedTest
	@ValueSource(strings = { "$argon2id$v=19$m=999999,t=2,p=1$c29tZXNhbHRzb21l$c29tZWhhc2hzb21laGFzaHNv",
			"$argon2i$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21l$c29tZWhhc2hzb21laGFzaHNv", "$2a$31$short",
			"$2a$16$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW",
			"$pbkdf2-sha256$i=9999999$c2FsdHNhbHRzYWx0$c29tZWhhc2hzb21laGFzaHNv", "{noop}password", "password", "" })
	void hashThatIsUnknownOrTooCostlyIsNotTaken(String text) {
		assertThat(EncodedHash.parse(text)).isEmpty();
	}

	@Test
	void passwordIsVerifiedAgainstEveryKind() {
		String bcrypt = new BCryptPasswordEncoder(4).encode("password");
		String argon2id = Argon2id.of(CredentialFixture.properties()).hash(PASSWORD);
		for (String hash : List.of(bcrypt, argon2id, PBKDF2 + pbkdf2())) {
			assertThat(EncodedHash.parse(hash)).as(hash).isPresent();
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
