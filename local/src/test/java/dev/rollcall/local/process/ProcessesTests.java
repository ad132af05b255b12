package dev.rollcall.local.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.awaitility.Awaitility.await;

class ProcessesTests {

	@TempDir
	Path folder;

	private Process gateway;

	@BeforeEach
	void startWithOffset200() throws IOException {
		ProcessName name = ProcessName.of(Kind.GATEWAY);
		PidFile file = new PidFile(home("200"), name);
		this.gateway = new ProcessBuilder("sh", "-c", "read line", file.mark()).start();
		file.write(this.gateway.pid(), 8280);
		await().atMost(Duration.ofSeconds(30)).until(() -> file.process().isPresent());
	}

	@AfterEach
	void end() {
		this.gateway.destroyForcibly();
	}

	@Test
	void launcherWithAnotherOffsetIsRefused() {
		Processes processes = new Processes(home("0"));
		assertThatExceptionOfType(Refusal.class).isThrownBy(processes::checkOffset)
			.withMessageContaining("gateway runs with ROLLCALL_PORT_OFFSET=200, not 0")
			.satisfies((ex) -> assertThat(ex.status()).isOne());
	}

	@Test
	void launcherWithTheSameOffsetGoesOn() {
		assertThatNoException().isThrownBy(new Processes(home("200"))::checkOffset);
	}

	private Home home(String offset) {
		return Home.of(this.folder, Map.of("ROLLCALL_HOME", this.folder.toString(), "ROLLCALL_PORT_OFFSET", offset));
	}

}
