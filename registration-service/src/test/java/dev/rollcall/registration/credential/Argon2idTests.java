package dev.rollcall.registration.credential;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import de.mkammerer.argon2.Argon2Factory;
import de.mkammerer.argon2.Argon2Factory.Argon2Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class Argon2idTests {

	private static final Password PASSWORD = new Password("Żółć 🐎 battery");

	@ParameterizedTest
	@MethodSource("implementations")
	void hashIsAPhcStringWithTheParameters(Argon2id argon2id) {
		// 16 bytes of salt are 22 characters in base64, 32 bytes of hash are 43.
		assertThat(argon2id.hash(PASSWORD))
			.matches("\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}");
	}

	@ParameterizedTest
	@MethodSource("implementations")
	void eachHashIsReadByEitherImplementation(Argon2id argon2id) {
		String hash = argon2id.hash(PASSWORD);
		assertThat(Argon2Factory.create(Argon2Types.ARGON2id)
			.verify(hash, PASSWORD.value().getBytes(StandardCharsets.UTF_8))).isTrue();
		assertThat(new Argon2PasswordEncoder(16, 32, 1, 19456, 2).matches(PASSWORD.value(), hash)).isTrue();
	}

	@ParameterizedTest
	@MethodSource("implementations")
	void saltIsNewForEachHash(Argon2id argon2id) {
		assertThat(argon2id.hash(PASSWORD)).isNotEqualTo(argon2id.hash(PASSWORD));
	}

	@Test
	void nativeImplementationRunsHere() {
		assertThat(Argon2id.of(CredentialFixture.properties())).isInstanceOf(NativeArgon2id.class);
	}

	@Test
	void weakerParametersAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> properties(16384, 2));
		assertThatIllegalArgumentException().isThrownBy(() -> properties(19456, 1));
	}

	@ParameterizedTest
	@CsvSource({ "47104, 1", "19456, 2", "12288, 3", "9216, 4", "7168, 5" })
	void parametersThatOwaspListsAsEquallyStrongAreAccepted(int memoryKiB, int iterations) {
		assertThat(properties(memoryKiB, iterations).memoryKiB()).isEqualTo(memoryKiB);
		assertThatIllegalArgumentException().isThrownBy(() -> properties(memoryKiB - 1, iterations));
	}

	private static CredentialProperties properties(int memoryKiB, int iterations) {
		return new CredentialProperties(DataSize.ofKilobytes(memoryKiB), iterations, 1, 0, 1, DataSize.ofMegabytes(96),
				15, "rollcall");
	}

	static Stream<Argon2id> implementations() {
		return Stream.of(new NativeArgon2id(CredentialFixture.properties()),
				new PortableArgon2id(CredentialFixture.properties()));
	}

}
