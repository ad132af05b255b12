package dev.rollcall.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class LogsTests {

	private static final String JSON = "{\"@timestamp\":\"2026-11-27T23:00:00Z\",\"log\":{\"level\":\"INFO\","
			+ "\"logger\":\"X\"},\"message\":\"It waits\"}";

	private FakeServices services;

	private Path log;

	@BeforeEach
	void start(@TempDir Path folder) throws IOException {
		this.services = new FakeServices(folder);
		this.log = Files.createDirectories(folder.resolve("log")).resolve("gateway#2.log");
	}

	@AfterEach
	void close() {
		this.services.close();
	}

	@Test
	void completeLinesAreReadable() throws IOException {
		Files.writeString(this.log, "plain é\n" + JSON + "\nincomplete");
		assertThat(this.services.run("logs gateway#2")).isZero();
		assertThat(this.services.lines()).containsExactly("plain é", "2026-11-27T23:00:00Z  INFO X : It waits");
	}

	@Test
	void rawLinesAreUnchanged() throws IOException {
		Files.writeString(this.log, JSON + "\n");
		assertThat(this.services.run("logs gateway#2 --raw")).isZero();
		assertThat(this.services.lines()).containsExactly(JSON);
	}

	@Test
	void missingLogIsOneLine() {
		assertThat(this.services.run("logs broker")).isOne();
		assertThat(this.services.errors()).containsExactly("broker has no log yet; start it with ./rollcall up broker");
	}

}
