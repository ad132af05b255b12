package dev.rollcall.local.process;

import java.io.IOException;
import java.nio.file.Files;
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
	void launcherWithTheSameOffsetIsAccepted() {
		assertThatNoException().isThrownBy(new Processes(home("200"))::checkOffset);
	}

	@Test
	void processThatEndsAfterSigtermIsNotKilled() {
		assertThat(stopGateway(Duration.ofSeconds(30))).isEqualTo(Processes.Ending.ENDED);
		assertThat(this.folder.resolve("run/gateway.pid")).doesNotExist();
	}

	@Test
	void processThatIgnoresSigtermIsKilled() throws IOException {
		this.gateway.destroyForcibly();
		PidFile file = new PidFile(home("200"), ProcessName.of(Kind.GATEWAY));
		this.gateway = new ProcessBuilder("sh", "-c", "trap '' TERM; echo ready; while :; do read line; done",
				file.mark())
			.start();
		assertThat(this.gateway.inputReader().readLine()).isEqualTo("ready");
		file.write(this.gateway.pid(), 8280);
		assertThat(stopGateway(Duration.ofMillis(100))).isEqualTo(Processes.Ending.KILLED);
	}

	@Test
	void stoppingAgainFindsNothing() {
		stopGateway(Duration.ofSeconds(30));
		assertThat(stopGateway(Duration.ofSeconds(30))).isEqualTo(Processes.Ending.NOT_RUNNING);
	}

	@Test
	void wholeSystemHasOneOfEachKindAndFurtherInstances() {
		new PidFile(home("200"), ProcessName.parse("session-service#2")).write(1, 8382);
		assertThat(new Processes(home("200")).whole()).extracting(ProcessName::toString)
			.containsExactly("broker", "registry", "store", "mail", "registration-service", "session-service",
					"session-service#2", "notification-service", "gateway", "pages");
		assertThat(new Processes(home("200")).recorded()).extracting(ProcessName::toString)
			.containsExactly("session-service#2", "gateway");
	}

	@Test
	void embeddedStoreIsOmittedIfNoServiceNeedsIt() {
		Home home = new Home(this.folder, this.folder, 0,
				Map.of("registration", "mongodb://db", "session", "mongodb://db", "notification", "mongodb://db"));
		assertThat(new Processes(home).whole()).doesNotContain(ProcessName.of(Kind.STORE))
			.contains(ProcessName.of(Kind.BROKER));
	}

	@Test
	void clearingDeletesDataLogsSecretsAndPidFiles() throws IOException {
		for (String name : new String[] { "data/store", "log", "secrets/gateway" }) {
			Files.writeString(Files.createDirectories(this.folder.resolve(name)).resolve("file"), "x");
		}
		Path kept = Files.writeString(this.folder.resolve("lock"), "");
		new Processes(home("200")).clear();
		assertThat(this.folder.toFile().list()).containsExactly(kept.getFileName().toString());
	}

	private Processes.Ending stopGateway(Duration timeout) {
		return new Processes(home("200")).stop(ProcessName.of(Kind.GATEWAY), timeout);
	}

	private Home home(String offset) {
		return Home.of(this.folder, Map.of("ROLLCALL_HOME", this.folder.toString(), "ROLLCALL_PORT_OFFSET", offset));
	}

}
