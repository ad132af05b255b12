package dev.rollcall.gateway;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.test.util.ReflectionTestUtils;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

@GatewayTest
@ExtendWith(OutputCaptureExtension.class)
class LimitIntegrationTests {

	private static final int LIMIT = 64 * 1024;

	/** So many bytes of each body do not count. */
	private static final int UNCOUNTED = 4096;

	@Autowired
	private Client client;

	/** Bytes of bodies that the gateway holds. */
	private AtomicLong held;

	@Autowired
	void find(@Qualifier("wholeBodyFilter") GlobalFilter filter) {
		this.held = (AtomicLong) ReflectionTestUtils.getField(filter, "held");
	}

	@BeforeEach
	void reset() {
		Services.reset();
	}

	@Test
	void bodyOfExactlyTheLimitPasses() {
		assertThat(this.client.post("/register", "a".repeat(LIMIT)).statusCode()).isEqualTo(200);
		assertThat(Services.REGISTRATION.last().body()).hasSize(LIMIT);
	}

	@Test
	void announcedBodyOverTheLimitIsRefused() {
		HttpResponse<String> answer = this.client.post("/register", "a".repeat(LIMIT + 1));

		Problems.assertProblem(answer, 413, "payload-too-large");
		assertThat(Services.REGISTRATION.received()).isEmpty();
	}

	@Test
	void announcedBodyIsAwaitedBeforeTheConnectionCloses() throws IOException {
		// The first response takes longer than the time limit of this test.
		this.client.get("/nothing");
		this.client.post("/register", "{}");
		try (Socket socket = new Socket("127.0.0.1", this.client.port())) {
			OutputStream out = socket.getOutputStream();
			out.write(ascii("POST /register HTTP/1.1\r\nHost: a\r\nContent-Length: " + (LIMIT + 1) + "\r\n\r\n"));
			socket.setSoTimeout(100);
			assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> socket.getInputStream().read());
			out.write(ascii("a".repeat(LIMIT + 1)));
			socket.setSoTimeout(5000);
			assertThat(head(socket.getInputStream())).startsWith("HTTP/1.1 413");
		}
	}

	/**
	 * A client that is still sending when the connection closes may miss the response.
	 */
	@RepeatedTest(20)
	void answerComesBeforeTheConnectionCloses() {
		String body = "a".repeat(4 * LIMIT);

		Problems.assertProblem(this.client.post("/register", body), 413, "payload-too-large");
		HttpResponse<String> chunked = this.client.send(this.client.to("/register")
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body.getBytes(UTF_8)))));
		Problems.assertProblem(chunked, 413, "payload-too-large");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/register", "/login", "/nothing" })
	void tenMegabytesInChunksAreCutOff(String path) throws IOException {
		// Pooled buffers do not count as a buffered body.
		this.client.post(path, "a".repeat(LIMIT));
		// On the same connection, so the gateway has released the first body.
		this.client.get("/nothing");
		Services.reset();
		long before = buffers();
		long most = 0;
		int sent = 0;
		String answer;
		try (Socket socket = new Socket("127.0.0.1", this.client.port())) {
			socket.setSoTimeout(5000);
			OutputStream out = socket.getOutputStream();
			out.write(ascii("POST " + path + " HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"));
			byte[] chunk = ascii("4000\r\n" + "a".repeat(0x4000) + "\r\n");
			try {
				for (; sent < 10 * 1024 * 1024; sent += 0x4000) {
					out.write(chunk);
					most = Math.max(most, buffers() - before);
				}
				out.write(ascii("0\r\n\r\n"));
			}
			catch (SocketException closed) {
				// The gateway does not have to read all of it.
			}
			answer = head(socket.getInputStream());
		}

		assertThat(answer).startsWith(path.equals("/nothing") ? "HTTP/1.1 404" : "HTTP/1.1 413");
		assertThat(most).isLessThan(1024 * 1024);
		assertThat(Services.REGISTRATION.received()).isEmpty();
		assertThat(Services.sessionCalls()).isEmpty();
	}

	private static long buffers() {
		return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric().usedDirectMemory();
	}

	private static String head(InputStream in) throws IOException {
		byte[] head = new byte[12];
		try {
			return new String(head, 0, in.readNBytes(head, 0, head.length), StandardCharsets.US_ASCII);
		}
		catch (SocketException reset) {
			return "reset";
		}
	}

	/** The limit of the tests is 100 KB. */
	@Test
	void largeBodiesTogetherOccupyLimitedMemory() throws IOException {
		byte[] begun = ascii("POST /register HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: " + LIMIT
				+ "\r\n\r\n" + "a".repeat(LIMIT - 1));
		try (Socket first = new Socket("127.0.0.1", this.client.port());
				Socket second = new Socket("127.0.0.1", this.client.port())) {
			first.getOutputStream().write(begun);
			// If both arrive at the same time, each exceeds the limit and is refused.
			await().pollInterval(Duration.ofMillis(5)).until(() -> this.held.get() == LIMIT - 1 - UNCOUNTED);
			second.getOutputStream().write(begun);
			assertThat(this.client.post("/register", "a".repeat(4000)).statusCode()).isEqualTo(200);
			assertThat(List.of(head(first.getInputStream()), head(second.getInputStream())))
				.containsExactlyInAnyOrder("HTTP/1.1 503", "HTTP/1.1 408");
		}
		assertThat(this.client.post("/register", "a".repeat(LIMIT)).statusCode()).isEqualTo(200);
	}

	@Test
	void slowClientGets408AndNoCircuitCountsIt() throws IOException {
		Instant start = Instant.now();

		String answer = this.client.raw(
				"POST /register HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\nContent-Type: application/json\r\n\r\n{");

		assertThat(answer).startsWith("HTTP/1.1 408");
		assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(5));
	}

	@Test
	void longRequestLineIsRefused() throws IOException {
		String answer = this.client.raw("GET /" + "a".repeat(5000) + " HTTP/1.1\r\nHost: a\r\n\r\n");

		Problems.assertRaw(answer, 414, "uri-too-long");
	}

	@Test
	void largeHeadersAreRefused() throws IOException {
		String answer = this.client.raw("GET /nothing HTTP/1.1\r\nHost: a\r\nX-A: " + "a".repeat(9000) + "\r\n\r\n");

		Problems.assertRaw(answer, 431, "headers-too-large");
	}

	@ParameterizedTest
	@ValueSource(strings = { "GARBAGE\r\n\r\n", "POST /register HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
			"POST /register HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
			"POST /register HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
			"POST /register HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
			"POST /register HTTP/1.1\r\nHost: a\r\nBad Header: 1\r\nContent-Length: 0\r\n\r\n",
			"GET // HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
			"GET //host/path HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
			"GET /%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
			"GET /{a} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
			"GET /api/v1/users/me?email=a|b HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
			"POST /register HTTP/1.1\r\nHost: a b\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
			"POST /register HTTP/1.1\r\nHost: [\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
			"POST /register HTTP/1.1\r\nHost: a:b:c\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
			"POST /register HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
			"POST /register HTTP/1.1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n" })
	void malformedRequestIsRefusedWithoutALogLine(String request, CapturedOutput output) throws IOException {
		int before = output.length();
		String answer = this.client.raw(request);

		Problems.assertRaw(answer, 400, "invalid-request");
		assertThat(Services.REGISTRATION.received()).isEmpty();
		assertThat(output.toString().substring(before)).isEmpty();
	}

	@Test
	void unsatisfiableRangeIsAProblem() throws IOException {
		String answer = this.client
			.raw("GET /openapi.json HTTP/1.1\r\nHost: a\r\nConnection: close\r\nRange: bytes=9-1\r\n\r\n");

		Problems.assertRaw(answer, 416, "range-not-satisfiable");
	}

	@ParameterizedTest
	@ValueSource(strings = { "P", "POST /register HTTP/1.1\r\nHost: a\r\n" })
	void slowHeadGets408(String head) throws IOException {
		Instant start = Instant.now();

		Problems.assertRaw(this.client.raw(head), 408, "request-timeout");
		assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(3));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api/v1/users/..;/sessions", "/api/v1/users/%2e%2e/sessions", "/api/v1/users//me",
			"/api/v1/users/a%2Fb", "/api/v1/users/..%2fsessions", "/api/v1/users/%00" })
	void ambiguousPathIsRefused(String path) throws IOException {
		String answer = this.client.raw("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

		Problems.assertRaw(answer, 400, "invalid-request");
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

}
