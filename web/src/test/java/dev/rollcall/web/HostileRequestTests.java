package dev.rollcall.web;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Requests that no well-behaved client sends, as bytes. */
@SpringBootTest(classes = TestService.class, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "rollcall.web.time-limit=300ms", "rollcall.operator-token=former,secret" })
@ExtendWith(OutputCaptureExtension.class)
class HostileRequestTests {

	private static final String HOST = "Host: a\r\n";

	@LocalServerPort
	private int port;

	@ParameterizedTest
	@CsvSource(delimiter = '!',
			textBlock = """
					GET /%zz           ! Host: a           ! 400 ! invalid-request
					GET /{a}           ! Host: a           ! 400 ! invalid-request
					GET /plain?email=a|b ! Host: a         ! 400 ! invalid-request
					GET /plain?a=^     ! Host: a           ! 400 ! invalid-request
					GET //             ! Host: a           ! 400 ! invalid-request
					GET //a/b          ! Host: a           ! 400 ! invalid-request
					GET /plain         ! Host: a b         ! 400 ! invalid-request
					GET /plain         ! Host: [           ! 400 ! invalid-request
					GET /plain         ! Host: a:b:c       ! 400 ! invalid-request
					GET /plain         ! Host: a;Host: b   ! 400 ! invalid-request
					GET /plain         ! X: no host        ! 400 ! invalid-request
					GET /plain         ! Host: a;B ad: 1   ! 400 ! invalid-request
					GET /plain         ! Host: a;Content-Length: x ! 400 ! invalid-request
					POST /people       ! Host: a;Content-Length: 2;Content-Type: application/json;Content-Encoding: gzip ! 415 ! unsupported-media-type
					""")
	void isAProblemAndAtMostOneLineInTheLog(String request, String headers, int status, String problem,
			CapturedOutput output) throws IOException {
		long lines = output.getAll().lines().count();
		String answer = raw("%s HTTP/1.1\r\nCorrelation-Id: mine\r\nConnection: close\r\n%s\r\n\r\n{}"
			.formatted(request, headers.replace(";", "\r\n")));
		assertProblem(answer, status, problem);
		assertThat(answer.toLowerCase(Locale.ROOT)).contains("correlation-id: mine");
		assertThat(output.getAll().lines().count() - lines).isLessThanOrEqualTo(1);
	}

	@Test
	void refusedCodingNamesTheAcceptedOne() throws IOException {
		assertThat(raw("POST /people HTTP/1.1\r\n" + HOST + "Content-Encoding: br\r\nConnection: close\r\n\r\n")
			.toLowerCase(Locale.ROOT)).contains("accept-encoding: identity");
	}

	@ParameterizedTest
	@ValueSource(strings = { "G", "GET /plain HTTP/1.1\r\n", "GET /plain HTTP/1.1\r\nHost: a\r\nX: y" })
	void headThatDoesNotArriveIsAnswered408(String head) throws IOException {
		long start = System.nanoTime();
		assertProblem(raw(head), 408, "request-timeout");
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(250),
				Duration.ofSeconds(5));
	}

	@Test
	void headThatArrivesSlowlyIsAnswered408() throws IOException {
		try (Socket socket = connect()) {
			send(socket, "GET /plain HTTP/1.1\r\nHost: a\r\nX: ");
			await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(50)).until(() -> {
				send(socket, "x");
				return socket.getInputStream().available() > 0;
			});
			assertProblem(answer(socket), 408, "request-timeout");
		}
	}

	@Test
	void idleConnectionStaysOpen() throws IOException {
		try (Socket socket = connect()) {
			String request = "GET /plain HTTP/1.1\r\n" + HOST + "\r\n";
			send(socket, request);
			await().until(() -> socket.getInputStream().available() > 0);
			await().pollDelay(Duration.ofMillis(700)).until(() -> true);
			send(socket, request.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
			assertThat(answer(socket).split("HTTP/1.1 200 OK", -1)).hasSize(3);
		}
	}

	@Test
	void bodyThatDoesNotArriveIsAnswered408(CapturedOutput output) throws IOException {
		String answer = raw("POST /people HTTP/1.1\r\n" + HOST
				+ "Content-Type: application/json\r\nContent-Length: 100\r\nCorrelation-Id: slow-body\r\n\r\n{");
		assertProblem(answer, 408, "request-timeout");
		assertThat(output).doesNotContain("slow-body");
	}

	@Test
	void clientThatHangsUpIsNoError(CapturedOutput output) throws IOException {
		try (Socket socket = connect()) {
			send(socket, "POST /people HTTP/1.1\r\n" + HOST
					+ "Content-Type: application/json\r\nContent-Length: 100\r\nCorrelation-Id: hung-up\r\n\r\n{");
		}
		await().pollDelay(Duration.ofMillis(500)).until(() -> true);
		assertThat(output).doesNotContain("hung-up").doesNotContain("AbortedException");
	}

	private static void assertProblem(String answer, int status, String problem) {
		assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
		assertThat(answer.toLowerCase(Locale.ROOT)).contains("content-type: application/problem+json");
		JsonNode body = JsonMapper.shared().readTree(answer.substring(answer.indexOf("\r\n\r\n") + 4));
		assertThat(body.path("type").asString()).isEqualTo("https://rollcall.dev/problems/" + problem);
		assertThat(answer.toLowerCase(Locale.ROOT))
			.contains("correlation-id: " + body.path("correlationId").asString());
	}

	private String raw(String request) throws IOException {
		try (Socket socket = connect()) {
			send(socket, request);
			return answer(socket);
		}
	}

	private Socket connect() throws IOException {
		Socket socket = new Socket("127.0.0.1", this.port);
		socket.setSoTimeout(10_000);
		return socket;
	}

	private static void send(Socket socket, String bytes) throws IOException {
		socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
		socket.getOutputStream().flush();
	}

	/** Until the server closes the connection. */
	private static String answer(Socket socket) throws IOException {
		return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
	}

}
