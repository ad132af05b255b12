package dev.rollcall.registration.hash;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import dev.rollcall.schemas.PasswordHash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ImportedHashesTests {

	private static final String BCRYPT = "$2b$13$abcdefghijklmnopqrstuub.ZjCeFtaHcVNO3csJiht1Oa5O89F5e";

	private final ImportedHashes hashes = new ImportedHashes(limits(12));

	@ParameterizedTest
	@MethodSource("examples")
	void hashIsReadIntoItsStoredFormOrRefusedByTheRuleItBreaks(JsonNode example) {
		assertThat(read(example.path("input").asString()))
			.isEqualTo(example.path("stored").asString(example.path("refused").asString("")));
	}

	@ParameterizedTest
	@MethodSource("examples")
	void storedFormIsReadToo(JsonNode example) {
		String stored = example.path("stored").asString("");
		if (!stored.isEmpty()) {
			assertThat(this.hashes.read(stored).encoded()).isEqualTo(stored);
		}
	}

	@Test
	void hashesOfSpringSecurityAreRead() {
		String pbkdf2 = Pbkdf2PasswordEncoder.defaultsForSpringSecurity_v5_8().encode("correct horse");
		assertThat(this.hashes.read("{pbkdf2@SpringSecurity_v5_8}" + pbkdf2)).isInstanceOfSatisfying(
				PasswordHash.Pbkdf2.class, (hash) -> assertThat(hash.matches("correct horse")).isTrue());
		String bcrypt = PasswordEncoderFactories.createDelegatingPasswordEncoder().encode("correct horse");
		assertThat(this.hashes.read(String.valueOf(bcrypt)).encoded()).isEqualTo(bcrypt.substring("{bcrypt}".length()));
		String argon2 = Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8().encode("correct horse");
		assertThat(this.hashes.read("{argon2@SpringSecurity_v5_8}" + argon2).encoded()).isEqualTo(argon2);
	}

	@Test
	void refusalOfACostNamesItAndTheLimit() {
		assertThatExceptionOfType(RefusedHash.class).isThrownBy(() -> this.hashes.read(BCRYPT))
			.withMessage("The cost of bcrypt is 13, above the limit of 12");
	}

	@Test
	void limitIsASetting() {
		assertThat(new ImportedHashes(limits(13)).read(BCRYPT).encoded()).isEqualTo(BCRYPT);
	}

	@Test
	void limitBeyondWhatSignInVerifiesIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> limits(15)).withMessageContaining("bcrypt-cost=14");
	}

	@ParameterizedTest
	@MethodSource("examples")
	void refusalDoesNotShowTheHash(JsonNode example) {
		String input = example.path("input").asString();
		if (example.has("refused") && input.length() > 20) {
			assertThatExceptionOfType(RefusedHash.class).isThrownBy(() -> this.hashes.read(input))
				.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain(input.substring(input.length() - 8)));
		}
	}

	private String read(String text) {
		try {
			PasswordHash hash = this.hashes.read(text);
			return hash.encoded();
		}
		catch (RefusedHash ex) {
			return ex.code();
		}
	}

	private static ImportProperties limits(int bcryptCost) {
		return new ImportProperties(DataSize.ofMegabytes(100), DataSize.ofMegabytes(256), bcryptCost, 1_000_000,
				300_000);
	}

	static Stream<JsonNode> examples() throws IOException {
		try (InputStream lines = PasswordHash.class.getResourceAsStream("contract-examples.jsonl")) {
			return new String(lines.readAllBytes(), StandardCharsets.UTF_8).lines()
				.map(JsonMapper.shared()::readTree)
				.filter((example) -> example.path("kind").asString().equals("import"));
		}
	}

}
