package dev.rollcall.local.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PortUseTests {

	@Test
	void namesTheProcessThatListens() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			assertThat(PortUse.isFree(socket.getLocalPort())).isFalse();
			assertThat(PortUse.owner(socket.getLocalPort())).contains("pid " + ProcessHandle.current().pid(), "java");
		}
	}

	@Test
	void findsAListenerOnAllAddresses() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			assertThat(PortUse.isFree(socket.getLocalPort())).isFalse();
		}
	}

	@Test
	void namesTheRollcallProcessThatListens() throws Exception {
		Path classes = Path.of(PortUseTests.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				classes.toString(), "-Drollcall.process=/home/mail", Listener.class.getName())
			.start();
		try {
			int port = Integer.parseInt(process.inputReader().readLine());
			assertThat(PortUse.owner(port)).isEqualTo("pid %d (Rollcall process /home/mail)".formatted(process.pid()));
		}
		finally {
			process.destroyForcibly();
		}
	}

	@Test
	void portWithoutAListenerIsFreeAndHasNoOwner() throws IOException {
		int port;
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = socket.getLocalPort();
		}
		assertThat(PortUse.isFree(port)).isTrue();
		assertThat(PortUse.owner(port)).isEqualTo("an unknown process");
	}

	/**
	 * Listens until its input ends.
	 */
	static final class Listener {

		private Listener() {
		}

		public static void main(String[] args) throws IOException {
			try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
				System.out.println(socket.getLocalPort()); // console
				System.in.read();
			}
		}

	}

}
