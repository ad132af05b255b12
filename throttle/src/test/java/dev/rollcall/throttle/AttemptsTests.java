package dev.rollcall.throttle;

import java.time.Clock;
import java.time.Duration;

import com.mongodb.client.result.DeleteResult;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.data.mongodb.core.ReactiveMongoTemplate;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class AttemptsTests {

	private final ReactiveMongoTemplate mongo = mock(ReactiveMongoTemplate.class);

	private final Attempts attempts = new Attempts(this.mongo, Duration.ofMinutes(15), Clock.systemUTC());

	static Mono<?>[] failures() {
		return new Mono<?>[] { Mono.never(), Mono.error(new IllegalStateException("The store failed")) };
	}

	@ParameterizedTest
	@MethodSource("failures")
	void deletionEndsIfTheStoreFailsOrHangs(Mono<DeleteResult> deletion) {
		given(this.mongo.<DeleteResult>execute(eq("attempts"), any())).willReturn(Flux.from(deletion));
		StepVerifier.withVirtualTime(this.attempts::deleteExpired)
			.thenAwait(Duration.ofMinutes(1))
			.expectComplete()
			.verify(Duration.ofSeconds(10));
	}

}
