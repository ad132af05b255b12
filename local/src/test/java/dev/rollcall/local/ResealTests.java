package dev.rollcall.local;

import java.nio.file.Path;

import dev.rollcall.local.process.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ResealTests {

	@ParameterizedTest
	@CsvSource({ "0, 0", "2, 1" })
	void waitsForTheEndAndReportsFailures(int failed, int status, @TempDir Path folder) {
		try (FakeServices services = new FakeServices(folder, Kind.REGISTRATION_SERVICE, Kind.SESSION_SERVICE)) {
			services.on("registration-service POST reseal", progress("running", 0))
				.on("registration-service GET reseal", progress("done", failed))
				.on("session-service POST reseal", progress("done", 0));
			assertThat(services.run("reseal")).isEqualTo(status);
			assertThat(services.lines()).containsExactly(
					"registration-service   5 re-encrypted, %d failed".formatted(failed),
					"session-service        5 re-encrypted, 0 failed");
		}
	}

	@Test
	void serviceWithoutAResponseIsNamed(@TempDir Path folder) {
		try (FakeServices services = new FakeServices(folder, Kind.REGISTRATION_SERVICE)) {
			services.on("registration-service POST reseal", "no JSON");
			assertThat(services.run("reseal")).isOne();
			assertThat(services.errors()).singleElement()
				.asString()
				.startsWith("registration-service does not respond: ");
		}
	}

	private static String progress(String state, int failed) {
		return "{\"state\":\"%s\",\"resealed\":5,\"failed\":%d}".formatted(state, failed);
	}

}
