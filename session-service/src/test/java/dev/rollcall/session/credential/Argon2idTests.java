package dev.rollcall.session.credential;

import java.nio.charset.StandardCharsets;
import java.util.List;

import de.mkammerer.argon2.Argon2Advanced;
import de.mkammerer.argon2.Argon2Factory;
import de.mkammerer.argon2.Argon2Factory.Argon2Types;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

class Argon2idTests {

	private static final byte[] PASSWORD = "correct horse \uD83D\uDC0E".getBytes(StandardCharsets.UTF_8);

	private static final byte[] OTHER = "correct horse".getBytes(StandardCharsets.UTF_8);

	private static final String PHC = Argon2Factory.create(Argon2Types.ARGON2id).hash(2, 1024, 2, PASSWORD);

	@Test
	void nativeLibraryAndJavaAgree() {
		Argon2idHash hash = Argon2idHash.parse(PHC).orElseThrow();

		for (Argon2id argon2id : List.of(Argon2id.fastest(), new Argon2id(null))) {
			assertThat(argon2id.verify(hash, PASSWORD)).isTrue();
			assertThat(argon2id.verify(hash, OTHER)).isFalse();
		}
	}

	@Test
	void libraryThatCannotBeLoadedIsNotUsed() {
		Argon2Advanced missing = mock(Argon2Advanced.class, Argon2idTests::isMissing);

		assertThat(Argon2id.of(() -> missing).verify(Argon2idHash.parse(PHC).orElseThrow(), PASSWORD)).isTrue();
	}

	@Test
	void libraryThatCannotBeMadeIsNotUsed() {
		Argon2id argon2id = Argon2id.of(() -> isMissing(null));

		assertThat(argon2id.verify(Argon2idHash.parse(PHC).orElseThrow(), PASSWORD)).isTrue();
	}

	private static Argon2Advanced isMissing(@Nullable Object call) {
		throw new UnsatisfiedLinkError("no argon2 here");
	}

	@Test
	void readsTheParametersFromThePhcString() {
		Argon2idHash hash = Argon2idHash.parse(PHC).orElseThrow();

		assertThat(hash).extracting(Argon2idHash::memory, Argon2idHash::iterations, Argon2idHash::parallelism)
			.containsExactly(1024, 2, 2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "$argon2id$v=19$m=4194304,t=2,p=1$c29tZXNhbHRzb21l$c29tZWhhc2hzb21laGFzaA",
			"$argon2id$v=19$m=19456,t=999,p=1$c29tZXNhbHRzb21l$c29tZWhhc2hzb21laGFzaA",
			"$argon2id$v=19$m=19456,t=0,p=1$c29tZXNhbHRzb21l$c29tZWhhc2hzb21laGFzaA",
			"$argon2id$v=19$m=19456,t=2,p=255$c29tZXNhbHRzb21l$c29tZWhhc2hzb21laGFzaA",
			"$argon2i$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21l$c29tZWhhc2hzb21laGFzaA",
			"$argon2id$v=16$m=19456,t=2,p=1$c29tZXNhbHRzb21l$c29tZWhhc2hzb21laGFzaA", "$2a$10$notargon", "" })
	void refusesWhatIsNotTakenOrCostsTooMuch(String phc) {
		assertThat(Argon2idHash.parse(phc)).isEmpty();
	}

}
