package dev.rollcall.local.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class PartCommandsTests {

	@TempDir
	Path root;

	@Test
	void storeGetsANameAndAPortForEachServer() {
		Map<String, Integer> servers = new TreeMap<>(Map.of("registration", 1, "session", 2));
		assertThat(new PartCommands(this.root).store(Path.of("data"), servers).program()).containsExactly("-cp",
				this.root.resolve("local/target/local.jar").toString(), "dev.rollcall.local.store.StoreApplication",
				"data", "registration:1", "session:2");
	}

	@Test
	void registryRunsFromItsRunnerJarWithEitherStorage() throws IOException {
		Path jar = Files.createFile(Files.createDirectories(this.root.resolve("local/target/registry"))
			.resolve("apicurio-registry-app-3-runner.jar"));
		PartCommands commands = new PartCommands(this.root);
		assertThat(commands.registry(1, "broker:2").program()).containsExactly("-jar", jar.toString());
		assertThat(commands.registry(1, "broker:2").environment()).containsEntry("QUARKUS_HTTP_PORT", "1")
			.containsEntry("APICURIO_STORAGE_KIND", "kafkasql")
			.containsEntry("APICURIO_KAFKASQL_BOOTSTRAP_SERVERS", "broker:2");
		assertThat(commands.registry(1, Path.of("/data")).environment()).containsEntry("APICURIO_STORAGE_KIND", "sql")
			.containsEntry("APICURIO_DATASOURCE_URL", "jdbc:h2:file:/data/registry");
	}

	@Test
	void missingRegistryIsNamed() throws IOException {
		Path registry = Files.createDirectories(this.root.resolve("local/target/registry"));
		assertThatIllegalStateException().isThrownBy(() -> new PartCommands(this.root).registry(1, "broker:2"))
			.withMessage("There is no runner jar in " + registry);
	}

	@Test
	void outputIsAppendedToTheLog() throws Exception {
		Path log = this.root.resolve("log/x.log");
		JavaCommand command = new JavaCommand(List.of(), List.of("-version"), Map.of());
		assertThat(command.start(log).waitFor()).isZero();
		assertThat(command.with(List.of("-Dx=1")).startDetached(log).waitFor()).isZero();
		assertThat(Files.readAllLines(log)).filteredOn((line) -> line.contains(" version \"")).hasSize(2);
	}

}
