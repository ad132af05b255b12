package dev.rollcall.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ClassArchiveTests {

	@TempDir
	private Path root;

	private ClassArchive archive;

	@BeforeEach
	void create() {
		this.archive = ClassArchive.of(Home.of(this.root, Map.of()), ProcessName.parse("gateway#2"));
	}

	@Test
	void eachInstanceHasItsOwnFileInAFolderThatExists() throws IOException {
		this.archive.prepare();
		assertThat(this.archive.file()).hasFileName("gateway#2.jsa").doesNotExist();
		assertThat(this.archive.file().getParent()).isDirectory();
	}

	@Test
	void fileWhoseWriterWasKilledIsDeleted() throws IOException {
		this.archive.prepare();
		Files.write(this.archive.file(), new byte[100]);
		this.archive.prepare();
		assertThat(this.archive.file()).doesNotExist();
	}

	@Test
	void wholeFileIsKept() throws IOException {
		this.archive.prepare();
		Files.write(this.archive.file(), new byte[] { (byte) 0xa8, 0 });
		this.archive.prepare();
		assertThat(this.archive.file()).exists();
	}

	@ParameterizedTest
	@ValueSource(strings = { "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS" })
	void noFileBesideAnAgent(String variable) {
		assertThat(this.archive.options(Map.of(variable, "-Xmx1g -javaagent:some.jar"))).isEmpty();
	}

	@Test
	@EnabledForJreRange(max = JRE.JAVA_18, disabledReason = "Newer JVMs make the file")
	void olderJvmGetsNoOptionThatItDoesNotKnow() {
		assertThat(this.archive.options(Map.of())).isEmpty();
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_19, disabledReason = "Older JVMs do not know the option")
	void newerJvmMakesTheFile() {
		assertThat(this.archive.options(Map.of())).contains("-XX:SharedArchiveFile=" + this.archive.file());
	}

}
