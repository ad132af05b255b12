package dev.rollcall.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class PidFileTests {

	@TempDir
	Path folder;

	private PidFile file;

	@BeforeEach
	void file() {
		this.file = new PidFile(Home.of(this.folder, Map.of("ROLLCALL_HOME", this.folder.toString())),
				ProcessName.parse("gateway#2"));
	}

	@Test
	void holdsPidAndPort() throws IOException {
		this.file.write(42, 8180);
		assertThat(Files.readAllLines(this.folder.resolve("run/gateway#2.pid"))).containsExactly("42", "8180");
	}

	@Test
	void withdrawnProcessIsNotedAsStopping() throws IOException {
		this.file.write(42, 8180);
		this.file.withdraw();
		assertThat(Files.readAllLines(this.folder.resolve("run/gateway#2.pid"))).containsExactly("42", "8180",
				"stopping");
		assertThat(this.file.port()).contains(8180);
	}

	@Test
	void markedProcessIsFoundUntilItEnds() throws IOException {
		Process process = new ProcessBuilder("sh", "-c", "read line", this.file.mark()).start();
		this.file.write(process.pid(), 8180);
		await().atMost(Duration.ofSeconds(30)).until(() -> this.file.process().isPresent());
		process.destroyForcibly();
		await().atMost(Duration.ofSeconds(30)).until(() -> this.file.process().isEmpty());
	}

	@Test
	void processIsFoundDuringExec() throws IOException {
		for (int i = 0; i < 50; i++) {
			Process process = new ProcessBuilder("env", "A=1", "env", "A=2", "env", "A=3", "sh", "-c", "read line",
					this.file.mark())
				.start();
			this.file.write(process.pid(), 8180);
			long start = System.nanoTime();
			while (System.nanoTime() - start < 10_000_000) {
				assertThat(this.file.process()).isPresent();
			}
			process.destroyForcibly();
		}
	}

	@Test
	void otherProcessWithTheSamePidIsIgnored() {
		this.file.write(ProcessHandle.current().pid(), 8180);
		assertThat(this.file.process()).isEmpty();
	}

	@Test
	void incompleteFileIsIgnored() throws IOException {
		Files.writeString(Files.createDirectories(this.folder.resolve("run")).resolve("gateway#2.pid"), "");
		assertThat(this.file.process()).isEmpty();
	}

}
