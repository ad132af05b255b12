package dev.rollcall.local;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class UpTests {

	private final StringWriter err = new StringWriter();

	@TempDir
	Path home;

	@Test
	void freshDeletesNothingWhileAPortIsInUse() throws IOException {
		Path data = Files.writeString(Files.createDirectories(this.home.resolve("data")).resolve("store.db"), "users");
		try (ServerSocket taken = listen()) {
			String offset = Integer.toString(taken.getLocalPort() - 8080);
			assertThat(upFresh(Map.of("ROLLCALL_HOME", this.home.toString(), "ROLLCALL_PORT_OFFSET", offset))).isOne();
		}
		assertThat(this.err.toString()).contains("for gateway is in use");
		assertThat(data).hasContent("users");
	}

	@Test
	void freshIsRefusedWhileAnotherMongoDbNeedsTheSecrets() throws IOException {
		Path secrets = Files.createDirectories(this.home.resolve("secrets"));
		assertThat(upFresh(
				Map.of("ROLLCALL_HOME", this.home.toString(), "ROLLCALL_SESSION_STORE_URI", "mongodb://db/session")))
			.isEqualTo(2);
		assertThat(this.err.toString().lines()).singleElement().asString().contains("STORE_URI");
		assertThat(secrets).exists();
	}

	private int upFresh(Map<String, String> environment) {
		return Rollcall.run(new String[] { "up", "--fresh" }, environment, new PrintWriter(new StringWriter(), true),
				new PrintWriter(this.err, true));
	}

	private static ServerSocket listen() {
		while (true) {
			try {
				return new ServerSocket(ThreadLocalRandom.current().nextInt(20000, 30000), 1,
						InetAddress.getLoopbackAddress());
			}
			catch (IOException ex) {
				// This port is in use; try another one.
				continue;
			}
		}
	}

}
