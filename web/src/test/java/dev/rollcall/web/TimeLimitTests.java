package dev.rollcall.web;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.http.HttpStatus;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.util.unit.DataSize;
import org.springframework.web.server.WebFilterChain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TimeLimitTests {

	private static final Duration LIMIT = Duration.ofMillis(50);

	private static final Duration LONGER = Duration.ofMillis(300);

	private final MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/"));

	private final TimeLimit filter = new TimeLimit(
			new WebProperties(LIMIT, DataSize.ofKilobytes(64), Set.of("/stream")));

	@Test
	void requestWithoutAnAnswerEnds() {
		Mono<Void> answer = this.filter.filter(this.exchange, (exchange) -> Mono.delay(LONGER).then());
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> answer.block(Duration.ofSeconds(5)))
			.withCauseInstanceOf(TimeoutException.class);
	}

	@Test
	void answerThatIsBeingWrittenIsNotCutShort() {
		WebFilterChain writing = (exchange) -> {
			exchange.getResponse().setStatusCode(HttpStatus.OK);
			return exchange.getResponse().setComplete().then(Mono.delay(LONGER)).then();
		};
		long start = System.nanoTime();
		this.filter.filter(this.exchange, writing).block(Duration.ofSeconds(5));
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(LONGER);
	}

	@Test
	void unlimitedPathTakesLonger() {
		MockServerWebExchange stream = MockServerWebExchange.from(MockServerHttpRequest.get("/stream"));
		StepVerifier.create(this.filter.filter(stream, (exchange) -> Mono.delay(LONGER).then()))
			.expectComplete()
			.verify(Duration.ofSeconds(5));
	}

	@Test
	void timeOfTheBodyDoesNotCount() {
		Duration part = Duration.ofMillis(900);
		WebProperties properties = new WebProperties(Duration.ofMillis(1500), DataSize.ofKilobytes(64), Set.of());
		BodyLimit bodies = new BodyLimit(properties);
		MockServerWebExchange slow = MockServerWebExchange
			.from(MockServerHttpRequest.post("/").body(Mono.delay(part).thenMany(Flux.empty())));
		WebFilterChain reading = (exchange) -> exchange.getRequest().getBody().then(Mono.delay(part)).then();
		StepVerifier.create(new TimeLimit(properties).filter(slow, (exchange) -> bodies.filter(exchange, reading)))
			.expectComplete()
			.verify(Duration.ofSeconds(5));
	}

}
