package dev.rollcall.schemas;

import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PasswordHashTests {

	private static final String PHC = "$argon2id$v=19$m=1024,t=2,p=3$c29tZXNhbHRzb21l$c29tZWhhc2hzb21laGFzaHNv";

	@ParameterizedTest
	@MethodSource("examples")
	void hashIsAcceptedOrRefusedAsInTheExamples(Map<String, Object> example) {
		String input = (String) example.get("input");

		String encoded = PasswordHash.parse(input).map(PasswordHash::encoded).orElse("refused");

		assertThat(encoded).isEqualTo(Boolean.TRUE.equals(example.get("refused")) ? "refused" : input);
	}

	@Test
	void parametersAreReadFromThePhcString() {
		PasswordHash.Argon2id hash = (PasswordHash.Argon2id) PasswordHash.parse(PHC).orElseThrow();

		assertThat(hash.memory()).isEqualTo(1024);
		assertThat(hash.iterations()).isEqualTo(2);
		assertThat(hash.parallelism()).isEqualTo(3);
		assertThat(hash.salt()).asString().isEqualTo("somesaltsome");
		assertThat(hash.hash()).asString().isEqualTo("somehashsomehashso");
	}

	@Test
	void costOutsideTheLimitsIsRefusedByTheConstructors() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new PasswordHash.Argon2id(128 * 1024 + 1, 2, 1, new byte[8], new byte[32]));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new PasswordHash.Pbkdf2("sha256", 999, new byte[8], new byte[32]));
	}

	@Test
	void costIsEstimatedInHashesOfRollcall() {
		PasswordHash own = new PasswordHash.Argon2id(19456, 2, 1, new byte[16], new byte[32]);
		PasswordHash costly = new PasswordHash.Argon2id(128 * 1024, 16, 1, new byte[16], new byte[32]);
		String bcrypt = "$2b$12$abcdefghijklmnopqrstuuWG29KuyeAicPCJODk1zjyGvyQUU2awu";

		assertThat(own.cost()).isEqualTo(1);
		assertThat(costly.cost()).isBetween(53.0, 54.0);
		assertThat(costly.memoryKiB()).isEqualTo(128 * 1024);
		assertThat(PasswordHash.parse(bcrypt)).map(PasswordHash::cost).contains(9.0);
		assertThat(new PasswordHash.Pbkdf2("sha256", 650_000, new byte[8], new byte[32]).cost()).isEqualTo(5);
		assertThat(new PasswordHash.Pbkdf2("sha256", 650_000, new byte[8], new byte[33]).cost()).isEqualTo(10);
		assertThat(new PasswordHash.Pbkdf2("sha512", 350_000, new byte[8], new byte[64]).cost()).isEqualTo(10);
	}

	@Test
	void onlyAHashThatReadTheWholePasswordMayBeReplaced() {
		PasswordHash argon2id = PasswordHash.parse(PHC).orElseThrow();
		PasswordHash bcrypt = PasswordHash.parse("$2b$05$abcdefghijklmnopqrstuuWG29KuyeAicPCJODk1zjyGvyQUU2awu")
			.orElseThrow();
		PasswordHash pbkdf2 = new PasswordHash.Pbkdf2("sha256", 1000, new byte[8], new byte[32]);

		assertThat(argon2id.readsAll("x".repeat(1000) + "\0")).isTrue();
		assertThat(bcrypt.readsAll("x".repeat(71))).isTrue();
		assertThat(bcrypt.readsAll("x".repeat(72))).isFalse();
		assertThat(bcrypt.readsAll("é".repeat(36))).isFalse();
		assertThat(bcrypt.readsAll("a\0a")).isFalse();
		assertThat(pbkdf2.readsAll("x".repeat(1000))).isTrue();
		assertThat(pbkdf2.readsAll("a\0a")).isTrue();
		assertThat(pbkdf2.readsAll("a\0")).isFalse();
	}

	@ParameterizedTest
	@MethodSource("examples")
	void textShowsNeitherSaltNorHash(Map<String, Object> example) {
		PasswordHash.parse((String) example.get("input"))
			.ifPresent((hash) -> assertThat(hash.toString()).hasSizeLessThan(35)
				.doesNotContain(hash.encoded().substring(hash.encoded().length() - 6)));
	}

	static Stream<Map<String, Object>> examples() throws IOException {
		return ContractExamples.of("hash");
	}

}
