package dev.rollcall.gateway.drain;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import org.springframework.http.HttpHeaders;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

class DrainingFilterTests {

	private static final Duration TIME = Duration.ofMillis(100);

	private final DrainingFilter draining = new DrainingFilter(new DrainProperties(TIME));

	@Test
	void connectionsStayWhileItRuns() {
		this.draining.start();
		assertThat(answer().containsHeader(HttpHeaders.CONNECTION)).isFalse();
	}

	@Test
	void answersEndTheirConnectionsOnceItStops() {
		this.draining.start();
		answer();
		long start = System.nanoTime();
		this.draining.stop();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(TIME);
		assertThat(answer().getConnection()).containsExactly("close");
	}

	@Test
	void stopWithoutRequestsDoesNotWait() {
		DrainingFilter idle = new DrainingFilter(new DrainProperties(Duration.ofSeconds(30)));
		idle.start();
		long start = System.nanoTime();
		idle.stop();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
	}

	private HttpHeaders answer() {
		MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/"));
		this.draining.filter(exchange, (next) -> next.getResponse().setComplete()).block(Duration.ofSeconds(5));
		return exchange.getResponse().getHeaders();
	}

}
