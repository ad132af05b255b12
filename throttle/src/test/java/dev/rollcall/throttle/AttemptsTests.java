package dev.rollcall.throttle;

import java.time.Clock;
import java.time.Duration;

import com.mongodb.client.result.DeleteResult;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.index.ReactiveIndexOperations;
import org.springframework.data.mongodb.core.query.Query;

import static org.mockito.ArgumentMatchers.any;
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
		ReactiveIndexOperations indexes = mock(ReactiveIndexOperations.class);
		given(this.mongo.indexOps("attempts")).willReturn(indexes);
		given(indexes.createIndex(any())).willReturn(Mono.just("last_1"));
		given(this.mongo.remove(any(Query.class), any(String.class))).willReturn(deletion);
		StepVerifier.withVirtualTime(this.attempts::deleteExpired)
			.thenAwait(Duration.ofMinutes(1))
			.expectComplete()
			.verify(Duration.ofSeconds(10));
	}

}
