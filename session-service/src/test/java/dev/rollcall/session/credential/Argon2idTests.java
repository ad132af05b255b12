package dev.rollcall.session.credential;

import java.nio.charset.StandardCharsets;
import java.util.List;

import de.mkammerer.argon2.Argon2Advanced;
import de.mkammerer.argon2.Argon2Factory;
import de.mkammerer.argon2.Argon2Factory.Argon2Types;
import dev.rollcall.schemas.PasswordHash;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

class Argon2idTests {

	private static final byte[] PASSWORD = "correct horse \uD83D\uDC0E".getBytes(StandardCharsets.UTF_8);

	private static final byte[] OTHER = "correct horse".getBytes(StandardCharsets.UTF_8);

	private static final String PHC = Argon2Factory.create(Argon2Types.ARGON2id).hash(2, 1024, 2, PASSWORD);

	private static final PasswordHash.Argon2id HASH = (PasswordHash.Argon2id) PasswordHash.parse(PHC).orElseThrow();

	@Test
	void nativeLibraryAndJavaAgree() {

		for (Argon2id argon2id : List.of(Argon2id.fastest(), new Argon2id(null))) {
			assertThat(argon2id.verify(HASH, PASSWORD)).isTrue();
			assertThat(argon2id.verify(HASH, OTHER)).isFalse();
		}
	}

	@Test
	void libraryThatCannotBeLoadedIsNotUsed() {
		Argon2Advanced missing = mock(Argon2Advanced.class, Argon2idTests::isMissing);

		assertThat(Argon2id.of(() -> missing).verify(HASH, PASSWORD)).isTrue();
	}

	@Test
	void libraryThatCannotBeMadeIsNotUsed() {
		Argon2id argon2id = Argon2id.of(() -> isMissing(null));

		assertThat(argon2id.verify(HASH, PASSWORD)).isTrue();
	}

	private static Argon2Advanced isMissing(@Nullable Object call) {
		throw new UnsatisfiedLinkError("no argon2 here");
	}

}
