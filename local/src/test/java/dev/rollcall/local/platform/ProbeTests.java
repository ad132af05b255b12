package dev.rollcall.local.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ProbeTests {

	private ServerSocket server;

	@BeforeEach
	void listen() throws IOException {
		this.server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
	}

	@AfterEach
	void close() throws IOException {
		this.server.close();
	}

	@ParameterizedTest
	@CsvSource({ "0, false", "1, true" })
	void brokerServesIfItNamesALiveBroker(int brokers, boolean serves) {
		respond(ByteBuffer.allocate(12).putInt(8).putInt(1).putInt(brokers).array());
		assertThat(Probe.broker(this.server.getLocalPort()).serves()).isEqualTo(serves);
	}

	@ParameterizedTest
	@CsvSource({ "16, false", "38, true" })
	void storeServesIfItsResponseHasADocument(int length, boolean serves) {
		respond(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(length).array());
		assertThat(Probe.store(this.server.getLocalPort()).serves()).isEqualTo(serves);
	}

	@ParameterizedTest
	@CsvSource({ "220 ready, true", "421 busy, false", "22, false" })
	void mailServerServesIfItGreets(String greeting, boolean serves) {
		respond(greeting.getBytes(StandardCharsets.US_ASCII));
		assertThat(Probe.smtp(this.server.getLocalPort()).serves()).isEqualTo(serves);
	}

	@Test
	void connectionThatEndsWithoutAResponseIsNoService() {
		respond(new byte[0]);
		assertThat(Probe.broker(this.server.getLocalPort()).serves()).isFalse();
	}

	@Test
	void refusedConnectionIsNoService() throws IOException {
		this.server.close();
		assertThat(Probe.broker(this.server.getLocalPort()).serves()).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "200, true", "503, false" })
	void pageServesWithStatus200(int status, boolean serves) throws IOException {
		HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
		http.createContext("/", (exchange) -> {
			exchange.sendResponseHeaders(status, -1);
			exchange.close();
		});
		http.start();
		assertThat(Probe.http("http://127.0.0.1:" + http.getAddress().getPort() + "/").serves()).isEqualTo(serves);
		http.stop(0);
	}

	/** Sends a response to the first connection, and closes it. */
	private void respond(byte[] response) {
		CompletableFuture.runAsync(() -> {
			try (Socket client = this.server.accept()) {
				client.getOutputStream().write(response);
				client.shutdownOutput();
				client.getInputStream().readAllBytes();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		});
	}

}
