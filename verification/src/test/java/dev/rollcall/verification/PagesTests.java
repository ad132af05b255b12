package dev.rollcall.verification;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PagesTests {

	private static final Duration LIMIT = Duration.ofMillis(100);

	@Test
	void timeOfTheConsumerDoesNotCount() {
		List<Integer> read = new ArrayList<>();
		Pages.forEach(Flux.range(0, 25), 10, LIMIT, (page) -> {
			read.addAll(page);
			Mono.delay(LIMIT.multipliedBy(3)).block();
		});
		assertThat(read).isEqualTo(IntStream.range(0, 25).boxed().toList());
	}

	@Test
	void silentStoreIsNotAwaitedForEver() {
		assertThatThrownBy(() -> Pages.forEach(Flux.just(1).concatWith(Flux.never()), 1, LIMIT, (page) -> {
		})).hasCauseInstanceOf(TimeoutException.class);
	}

	@Test
	void failureIsPassed() {
		assertThatThrownBy(() -> Pages.forEach(Flux.error(new IllegalStateException("failed")), 1, LIMIT, (page) -> {
		})).isInstanceOf(IllegalStateException.class);
	}

}
