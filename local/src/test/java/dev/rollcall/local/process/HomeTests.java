package dev.rollcall.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class HomeTests {

	private static final Path ROOT = Path.of("/rollcall");

	@Test
	void homeIsUnderTheRootUnlessNamed() {
		assertThat(Home.of(ROOT, Map.of()).folder()).isEqualTo(Path.of("/rollcall/.rollcall"));
		assertThat(Home.of(ROOT, Map.of("ROLLCALL_HOME", "/elsewhere")).folder()).isEqualTo(Path.of("/elsewhere"));
	}

	@Test
	void addressesAreShifted() {
		Home home = Home.of(ROOT, Map.of("ROLLCALL_PORT_OFFSET", "1000"));
		assertThat(home.bootstrapServers()).isEqualTo("127.0.0.1:10092");
		assertThat(home.mailboxUrl()).isEqualTo("http://127.0.0.1:9025");
		assertThat(home.storeUri("session")).isEqualTo("mongodb://127.0.0.1:28018/session?retryWrites=false");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "-1", "x", "60000", "999999" })
	void offsetThatLeavesNoValidPortIsRefused(String offset) {
		assertThatExceptionOfType(Refusal.class)
			.isThrownBy(() -> Home.of(ROOT, Map.of("ROLLCALL_PORT_OFFSET", offset)));
	}

	@Test
	void ownMongoDbReplacesTheStore() {
		Home home = Home.of(ROOT, Map.of("ROLLCALL_SESSION_STORE_URI", "mongodb://db/session"));
		assertThat(home.storeUri("session")).isEqualTo("mongodb://db/session");
		assertThat(home.needsStore()).isTrue();
	}

	@Test
	void storeIsNotNeededIfEveryServiceHasItsOwn() {
		assertThat(Home
			.of(ROOT,
					Map.of("ROLLCALL_REGISTRATION_STORE_URI", "mongodb://db/registration", "ROLLCALL_SESSION_STORE_URI",
							"mongodb://db/session", "ROLLCALL_NOTIFICATION_STORE_URI", "mongodb://db/notification"))
			.needsStore()).isFalse();
	}

	@Test
	void operatorTokenIsTheFirstDuringARotation(@TempDir Path folder) throws IOException {
		Home home = Home.of(ROOT, Map.of("ROLLCALL_HOME", folder.toString()));
		assertThatExceptionOfType(Refusal.class).isThrownBy(() -> home.operatorToken(Kind.GATEWAY))
			.withMessage("gateway has no operator token yet; ./rollcall up creates it");
		Files.writeString(Files.createDirectories(folder.resolve("secrets/gateway")).resolve("rollcall.operator-token"),
				"new,old\n");
		assertThat(home.operatorToken(Kind.GATEWAY)).isEqualTo("new");
	}

}
