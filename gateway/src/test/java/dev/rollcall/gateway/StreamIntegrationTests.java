package dev.rollcall.gateway;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

import dev.rollcall.gateway.Upstream.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Streams of events, with 20 connections to a service for all other requests. */
@GatewayTest
class StreamIntegrationTests {

	private static final Logger logger = LoggerFactory.getLogger(StreamIntegrationTests.class);

	private static final String PATH = "/api/v1/notifications/stream";

	private static final String END = "0\r\n\r\n";

	private final List<Socket> streams = new ArrayList<>();

	@Autowired
	private Client client;

	@BeforeEach
	void stream() {
		Services.reset();
		Services.NOTIFICATION.answer((request) -> request.uri().endsWith("tream")
				? new Answer(200, Map.of("Content-Type", "text/event-stream"), ":\n\n").unending()
				: Answer.json(200, "{}"));
	}

	@AfterEach
	void close() throws IOException {
		for (Socket stream : this.streams) {
			stream.close();
		}
	}

	@Test
	void streamsLeaveTheConnectionsOfOtherRequests() throws IOException {
		for (int user = 0; user < 5; user++) {
			String token = AccessToken.valid();
			for (int i = 0; i < 5; i++) {
				open(PATH, token);
			}
		}
		assertThat(statuses()).containsOnly(200);
		for (Socket stream : this.streams) {
			assertThat(isOpen(stream)).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { PATH, "/api/v1/notifications/%73tream" })
	void oneStreamTooManyEndsTheUsersOldest(String path) throws IOException {
		Socket other = open(path, AccessToken.valid());
		UUID user = UUID.randomUUID();
		for (int i = 0; i < 7; i++) {
			open(path, AccessToken.with((claims) -> claims.subject(user.toString())));
		}
		assertThat(rest(this.streams.get(1))).endsWith(END);
		assertThat(rest(this.streams.get(2))).endsWith(END);
		for (Socket stream : this.streams.subList(3, 8)) {
			assertThat(isOpen(stream)).isTrue();
		}
		assertThat(isOpen(other)).isTrue();
	}

	/** S32: the statuses of another user's calls. */
	@Test
	void manyStreamsOfOneUserLeaveOtherUsersAlone() throws IOException {
		String token = AccessToken.valid();
		for (int i = 0; i < 25; i++) {
			open(PATH, token);
		}
		List<Integer> statuses = statuses();
		logger.info("25 streams of one user, 20 connections; another user's calls: {}", statuses);
		assertThat(statuses).containsOnly(200);
	}

	private List<Integer> statuses() {
		return IntStream.range(0, 20)
			.mapToObj((i) -> this.client.getWithToken("/api/v1/notifications").statusCode())
			.toList();
	}

	private Socket open(String path, String token) throws IOException {
		Socket stream = new Socket("127.0.0.1", this.client.port());
		this.streams.add(stream);
		stream.setSoTimeout(5000);
		stream.getOutputStream()
			.write(("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer " + token
					+ "\r\n\r\n")
				.getBytes(StandardCharsets.US_ASCII));
		StringBuilder head = new StringBuilder();
		while (head.indexOf(":\n\n\r\n") < 0) {
			int read = stream.getInputStream().read();
			assertThat(read).as(head.toString()).isNotNegative();
			head.append((char) read);
		}
		assertThat(head).startsWith("HTTP/1.1 200");
		return stream;
	}

	private static String rest(Socket stream) throws IOException {
		return new String(stream.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
	}

	private static boolean isOpen(Socket stream) throws IOException {
		stream.setSoTimeout(20);
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> stream.getInputStream().read());
		return true;
	}

}
