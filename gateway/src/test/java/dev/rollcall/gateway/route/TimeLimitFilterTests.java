package dev.rollcall.gateway.route;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.reactor.circuitbreaker.operator.CircuitBreakerOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.http.HttpMethod;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

class TimeLimitFilterTests {

	private static final Duration DAY = Duration.ofDays(1);

	private static final Duration VERIFY = Duration.ofSeconds(10);

	private final CircuitBreakerRegistry circuits = CircuitBreakerRegistry.ofDefaults();

	private final TimeLimitFilter limit = new TimeLimitFilter(new RouteProperties(Map.of(), null, Duration.ofSeconds(5),
			Duration.ofSeconds(6), Duration.ofSeconds(8), Duration.ofMillis(500), Duration.ofSeconds(9)),
			this.circuits);

	@ParameterizedTest
	@CsvSource({ "PATCH, /api/v1/users/me, 5", "GET, /api/v1/sessions, 5", "POST, /api/v1/sessions, 6",
			"POST, /login, 6", "GET, /account, 8", "POST, /sign-in, 8" })
	void requestThatWaitsForAnythingIsGivenUp(HttpMethod method, String path, int seconds) {
		StepVerifier.withVirtualTime(() -> this.limit.filter(exchange(method, path), (exchange) -> Mono.never()))
			.expectSubscription()
			.expectNoEvent(Duration.ofSeconds(seconds).minusMillis(1))
			.thenAwait(Duration.ofMillis(1))
			.expectError(TimeoutException.class)
			.verify(VERIFY);
	}

	@Test
	void timeoutCountsInTheCircuitBreakerThatTheRequestWaitsIn() {
		CircuitBreaker breaker = this.circuits.circuitBreaker("notifications");
		MockServerWebExchange waiting = exchange(HttpMethod.GET, "/api/v1/notifications");
		waiting.getAttributes().put(TimeLimitFilter.CIRCUIT, "notifications");
		StepVerifier
			.withVirtualTime(() -> this.limit
				.filter(waiting, (exchange) -> Mono.<Void>never().transform(CircuitBreakerOperator.of(breaker)))
				.onErrorComplete()
				.then(this.limit.filter(exchange(HttpMethod.GET, "/api/v1/notifications"), (exchange) -> Mono.never())))
			.thenAwait(Duration.ofSeconds(20))
			.expectError(TimeoutException.class)
			.verify(VERIFY);
		assertThat(breaker.getMetrics().getNumberOfFailedCalls()).isOne();
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
