package dev.rollcall.gateway.route;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.http.HttpMethod;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;

class TimeLimitFilterTests {

	private static final Duration DAY = Duration.ofDays(1);

	private static final Duration VERIFY = Duration.ofSeconds(10);

	private final TimeLimitFilter limit = new TimeLimitFilter(new RouteProperties(Map.of(), null, Duration.ofSeconds(5),
			Duration.ofSeconds(6), Duration.ofMillis(500), Duration.ofSeconds(6)));

	@ParameterizedTest
	@CsvSource({ "PATCH, /api/v1/users/me, 5", "GET, /api/v1/sessions, 5", "POST, /api/v1/sessions, 6",
			"POST, /login, 6" })
	void requestThatWaitsForAnythingIsGivenUp(HttpMethod method, String path, int seconds) {
		StepVerifier.withVirtualTime(() -> this.limit.filter(exchange(method, path), (exchange) -> Mono.never()))
			.expectSubscription()
			.expectNoEvent(Duration.ofSeconds(seconds).minusMillis(1))
			.thenAwait(Duration.ofMillis(1))
			.expectError(TimeoutException.class)
			.verify(VERIFY);
	}

	@Test
	void answerThatHasBegunIsNotCutShort() {
		MockServerWebExchange exchange = exchange(HttpMethod.GET, "/api/v1/notifications/stream");

		StepVerifier
			.withVirtualTime(() -> this.limit.filter(exchange,
					(begun) -> begun.getResponse().setComplete().then(Mono.delay(DAY)).then()))
			.thenAwait(DAY)
			.expectComplete()
			.verify(VERIFY);
	}

	@Test
	void importContinuesWhileLinesArrive() {
		StepVerifier
			.withVirtualTime(() -> this.limit.filter(exchange(HttpMethod.POST, GatewayRoutes.IMPORT),
					(exchange) -> Mono.delay(DAY).then()))
			.thenAwait(DAY)
			.expectComplete()
			.verify(VERIFY);
	}

	private static MockServerWebExchange exchange(HttpMethod method, String path) {
		return MockServerWebExchange.from(MockServerHttpRequest.method(method, path));
	}

}
