package dev.rollcall.session.credential;

import de.mkammerer.argon2.Argon2Advanced;
import de.mkammerer.argon2.Argon2Factory;
import de.mkammerer.argon2.Argon2Factory.Argon2Types;
import dev.rollcall.schemas.PasswordHash;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;

class PasswordMatchingTests {

	private static final PasswordHash.Argon2id DUMMY = new PasswordHash.Argon2id(64, 1, 1, new byte[16], new byte[32]);

	private static final PasswordHash.Argon2id CURRENT = (PasswordHash.Argon2id) PasswordHash
		.parse(Argon2Factory.create(Argon2Types.ARGON2id).hash(1, 64, 1, "café".toCharArray()))
		.orElseThrow();

	private final Argon2Advanced library = mock(Argon2Advanced.class,
			delegatesTo(Argon2Factory.createAdvanced(Argon2Types.ARGON2id)));

	private final PasswordMatching matching = new PasswordMatching(new Argon2id(this.library), DUMMY);

	@ParameterizedTest
	@CsvSource({ "the, 1", "the\u0301, 2", "th\u00e9, 1", "t\u00a0e, 2" })
	void wrongPasswordCostsTheSameWithAndWithoutAnAccount(String wrong, int hashes) {
		assertThat(this.matching.match(DUMMY, wrong)).isEmpty();
		thenHashesAre(hashes);
		assertThat(this.matching.match(CURRENT, wrong)).isEmpty();
		thenHashesAre(2 * hashes);
	}

	private void thenHashesAre(int count) {
		then(this.library).should(times(count))
			.hashAdvanced(anyInt(), anyInt(), anyInt(), any(byte[].class), any(byte[].class), anyInt(), any());
	}

}
