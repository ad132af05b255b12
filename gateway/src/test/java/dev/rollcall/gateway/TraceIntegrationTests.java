package dev.rollcall.gateway;

import java.io.IOException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/** A gateway that sends traces to a collector that is down. */
@GatewayTest
@TestPropertySource(properties = "rollcall.traces.url=http://127.0.0.1:9/v1/traces")
class TraceIntegrationTests {

	private static final String OUTSIDE = "4bf92f3577b34da6a3ce929d0e0e4736";

	@Autowired
	private Client client;

	@BeforeEach
	void reset() {
		Services.reset();
	}

	@Test
	void traceBeginsAtTheGateway() {
		this.client.send(this.client.posting("/register", "{}")
			.header("traceparent", "00-" + OUTSIDE + "-00f067aa0ba902b7-01")
			.header("tracestate", "outside=1")
			.header("baggage", "outside=1"));

		HttpHeaders received = Services.REGISTRATION.last().headers();
		assertThat(received.get("traceparent")).singleElement()
			.satisfies((traceparent) -> assertThat(traceparent).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[13]")
				.doesNotContain(OUTSIDE));
		assertThat(received.containsHeader("tracestate")).isFalse();
		assertThat(received.containsHeader("baggage")).isFalse();
	}

	@Test
	void connectionHeaderCannotRemoveTheTrace() throws IOException {
		this.client.raw("POST /register HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n"
				+ "Connection: close, traceparent, Correlation-Id\r\n\r\n{}");

		HttpHeaders received = Services.REGISTRATION.last().headers();
		assertThat(received.containsHeader("traceparent")).isTrue();
		assertThat(received.containsHeader("Correlation-Id")).isTrue();
	}

}
