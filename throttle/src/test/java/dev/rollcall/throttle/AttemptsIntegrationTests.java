package dev.rollcall.throttle;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;

import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import dev.rollcall.local.platform.Part;
import dev.rollcall.local.platform.TestPlatform;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.index.IndexInfo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Attempts in a real store, with a clock that the test sets.
 */
class AttemptsIntegrationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final Duration WINDOW = Duration.ofMinutes(15);

	private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

	private static final TestPlatform PLATFORM = TestPlatform.start(new Part[] { Part.STORE });

	private static final MongoClient CLIENT = MongoClients.create(PLATFORM.storeUri("attempts"));

	private static final ReactiveMongoTemplate MONGO = new ReactiveMongoTemplate(CLIENT, "attempts");

	private final String key = new ObjectId().toString();

	@AfterAll
	static void end() {
		CLIENT.close();
		PLATFORM.close();
	}

	@Test
	void burstAcrossAQuarterOfAnHourStopsAtTheLimit() {
		assertThat(burst(at(NOON.minusSeconds(2)), 100)).isEqualTo(20);
		assertThat(burst(at(NOON.plusSeconds(2)), 100)).isZero();
	}

	@Test
	void attemptExpiresWithTheWindow() {
		burst(at(NOON), 15);
		burst(at(NOON.plus(WINDOW.minusSeconds(10))), 5);
		assertThat(burst(at(NOON.plus(WINDOW.minusSeconds(1))), 30)).isZero();
		assertThat(burst(at(NOON.plus(WINDOW.plusSeconds(1))), 30)).isEqualTo(15);
	}

	@Test
	void refusalStatesWhenTheOldestAttemptExpires() {
		burst(at(NOON), 20);
		assertThatExceptionOfType(TooManyAttempts.class)
			.isThrownBy(() -> at(NOON.plusSeconds(60)).reserve(this.key, 20).block(TIMEOUT))
			.satisfies((refused) -> assertThat(refused.retryAfter()).isEqualTo(WINDOW.minusSeconds(59)));
	}

	@Test
	void releasedAttemptMakesRoomForOne() {
		Attempts attempts = at(NOON);
		burst(attempts, 19);
		ObjectId last = attempts.reserve(this.key, 20).block(TIMEOUT);
		attempts.release(this.key, last).block(TIMEOUT);
		assertThat(burst(attempts, 30)).isOne();
	}

	@Test
	void releaseInAFailedStoreDoesNotHideTheResultOfTheAttempt() {
		try (MongoClient unreachable = MongoClients.create("mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=100")) {
			Attempts attempts = new Attempts(new ReactiveMongoTemplate(unreachable, "attempts"), WINDOW,
					Clock.systemUTC());
			Mono<String> failed = Mono.usingWhen(Mono.just(new ObjectId()),
					(attempt) -> Mono.error(new IllegalStateException("full")), (attempt) -> Mono.empty(),
					(attempt, ex) -> attempts.release(this.key, attempt), (attempt) -> Mono.empty());
			StepVerifier.create(failed).expectErrorMessage("full").verify(TIMEOUT);
		}
	}

	@Test
	void dayOfGuessesStopsAtTheLimitOfADay() {
		Limit[] limits = { new Limit(20, WINDOW), Limit.perDay(100) };
		long granted = IntStream.range(0, 1000)
			.mapToObj((n) -> NOON.plus(Duration.ofDays(1).multipliedBy(n).dividedBy(1000)))
			.filter((now) -> isGranted(at(now), limits))
			.count();
		assertThat(granted).isEqualTo(100);
	}

	@Test
	void limitOfADayHoldsAgainstBurstsToo() {
		Limit[] limits = { new Limit(20, WINDOW), Limit.perDay(30) };
		assertThat(burst(at(NOON), 100, limits)).isEqualTo(20);
		assertThat(burst(at(NOON.plus(WINDOW).plusSeconds(1)), 100, limits)).isEqualTo(10);
		assertThat(burst(at(NOON.plus(Duration.ofDays(1)).plusSeconds(1)), 100, limits)).isEqualTo(20);
	}

	@Test
	void refusalStatesTheWaitOfTheLimitThatRefuses() {
		Limit[] limits = { new Limit(2, WINDOW), Limit.perDay(3) };
		burst(at(NOON), 2, limits);
		assertThat(retryAfter(NOON.plusSeconds(60), limits)).isEqualTo(WINDOW.minusSeconds(59));
		Instant later = NOON.plus(WINDOW).plusSeconds(1);
		burst(at(later), 1, limits);
		assertThat(retryAfter(later, limits)).isEqualTo(Duration.ofDays(1).minus(WINDOW));
	}

	@Test
	void keyWithoutAnAttemptInADayIsDeleted() {
		burst(at(NOON), 1);
		at(NOON.plus(Duration.ofDays(1).minusSeconds(1))).deleteExpired().block(TIMEOUT);
		assertThat(MONGO.findById(this.key, Document.class, Attempts.COLLECTION).block(TIMEOUT)).isNotNull();
		at(NOON.plus(Duration.ofDays(1).plusSeconds(1))).deleteExpired().block(TIMEOUT);
		assertThat(MONGO.findById(this.key, Document.class, Attempts.COLLECTION).block(TIMEOUT)).isNull();
		assertThat(
				MONGO.indexOps(Attempts.COLLECTION).getIndexInfo().map(IndexInfo::getName).collectList().block(TIMEOUT))
			.contains("last_1");
	}

	private boolean isGranted(Attempts attempts, Limit... limits) {
		return attempts.reserve(this.key, limits)
			.map((attempt) -> true)
			.onErrorReturn(TooManyAttempts.class, false)
			.blockOptional(TIMEOUT)
			.orElseThrow();
	}

	private Duration retryAfter(Instant now, Limit... limits) {
		return at(now).reserve(this.key, limits)
			.map((attempt) -> Duration.ZERO)
			.onErrorResume(TooManyAttempts.class, (refused) -> Mono.just(refused.retryAfter()))
			.blockOptional(TIMEOUT)
			.orElseThrow();
	}

	private int burst(Attempts attempts, int size) {
		return burst(attempts, size, new Limit(20, WINDOW));
	}

	/** Reserves in parallel and returns the number of successful reservations. */
	private int burst(Attempts attempts, int size, Limit... limits) {
		List<Boolean> granted = Flux.range(0, size)
			.flatMap((n) -> attempts.reserve(this.key, limits)
				.map((attempt) -> true)
				.onErrorReturn(TooManyAttempts.class, false)
				.subscribeOn(Schedulers.parallel()), 50)
			.collectList()
			.block(TIMEOUT);
		assertThat(granted).hasSize(size);
		return (int) granted.stream().filter(Boolean::booleanValue).count();
	}

	private static Attempts at(Instant now) {
		return new Attempts(MONGO, WINDOW, Clock.fixed(now, ZoneOffset.UTC));
	}

}
