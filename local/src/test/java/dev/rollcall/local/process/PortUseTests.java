package dev.rollcall.local.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PortUseTests {

	@Test
	void namesWhoListens() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			assertThat(PortUse.isFree(socket.getLocalPort())).isFalse();
			assertThat(PortUse.owner(socket.getLocalPort())).contains("pid " + ProcessHandle.current().pid(), "java");
		}
	}

	@Test
	void seesWhoListensOnEveryAddress() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			assertThat(PortUse.isFree(socket.getLocalPort())).isFalse();
		}
	}

}
