package dev.rollcall.registration.throttle;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeoutException;

import com.google.crypto.tink.Mac;
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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Attempts in the real store, at instants of the test's choice.
 */
class AttemptsIntegrationTests {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private static final Duration WINDOW = Duration.ofMinutes(15);

	private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

	private static final TestPlatform PLATFORM = TestPlatform.start(new Part[] { Part.STORE });

	private static final MongoClient CLIENT = MongoClients.create(PLATFORM.storeUri("attempts"));

	private static final ReactiveMongoTemplate MONGO = new ReactiveMongoTemplate(CLIENT, "attempts");

	/** Leaves keys as they are. */
	private static final Mac PLAIN = new Mac() {

		@Override
		public byte[] computeMac(byte[] data) {
			return data;
		}

		@Override
		public void verifyMac(byte[] mac, byte[] data) {
			throw new UnsupportedOperationException();
		}

	};

	private final String key = new ObjectId().toString();

	@AfterAll
	static void end() {
		CLIENT.close();
		PLATFORM.close();
	}

	@Test
	void burstAroundTheTurnOfAQuarterOfAnHourStopsAtTheLimit() {
		assertThat(burst(at(NOON.minusSeconds(2)), 100)).isEqualTo(20);
		assertThat(burst(at(NOON.plusSeconds(2)), 100)).isZero();
	}

	@Test
	void attemptIsForgottenWhenItIsAsOldAsTheWindow() {
		burst(at(NOON), 15);
		burst(at(NOON.plus(WINDOW.minusSeconds(10))), 5);
		assertThat(burst(at(NOON.plus(WINDOW.minusSeconds(1))), 30)).isZero();
		assertThat(burst(at(NOON.plus(WINDOW.plusSeconds(1))), 30)).isEqualTo(15);
	}

	@Test
	void refusalTellsWhenTheOldestIsOver() {
		burst(at(NOON), 20);
		assertThatExceptionOfType(TooManyAttempts.class)
			.isThrownBy(() -> at(NOON.plusSeconds(60)).reserve(this.key, 20).block(LIMIT))
			.satisfies((refused) -> assertThat(refused.waitTime()).isEqualTo(WINDOW.minusSeconds(59)));
	}

	@Test
	void keyWithoutAnAttemptInTheWindowIsForgotten() {
		burst(at(NOON), 1);
		at(NOON.plus(WINDOW.minusSeconds(1))).forget().block(LIMIT);
		assertThat(MONGO.findById(this.key, Document.class, Attempts.COLLECTION).block(LIMIT)).isNotNull();
		at(NOON.plus(WINDOW.plusSeconds(1))).forget().block(LIMIT);
		assertThat(MONGO.findById(this.key, Document.class, Attempts.COLLECTION).block(LIMIT)).isNull();
	}

	@Test
	void passwordThatCouldNotBeVerifiedDoesNotCount() {
		Throttle throttle = new Throttle(MONGO, PLAIN, new ThrottleProperties(WINDOW, 2, 2),
				Clock.fixed(NOON, ZoneOffset.UTC));
		for (int i = 0; i < 3; i++) {
			StepVerifier.create(throttle.password(this.key, Mono.error(new IllegalStateException("full"))))
				.expectError(IllegalStateException.class)
				.verify(LIMIT);
			StepVerifier.create(throttle.password(this.key, Mono.never()).timeout(Duration.ofMillis(200)))
				.expectError(TimeoutException.class)
				.verify(LIMIT);
		}
		String id = Base64.getUrlEncoder()
			.withoutPadding()
			.encodeToString(("throttle:password:" + this.key).getBytes());
		await().until(() -> made(id).isEmpty());
		assertThat(throttle.password(this.key, Mono.just(true)).block(LIMIT)).isTrue();
		assertThat(throttle.password(this.key, Mono.just(false)).block(LIMIT)).isFalse();
		assertThatExceptionOfType(TooManyAttempts.class)
			.isThrownBy(() -> throttle.password(this.key, Mono.just(true)).block(LIMIT));
	}

	/** At once; how many were granted. */
	private int burst(Attempts attempts, int size) {
		List<Boolean> granted = Flux.range(0, size)
			.flatMap((n) -> attempts.reserve(this.key, 20)
				.map((attempt) -> true)
				.onErrorReturn(TooManyAttempts.class, false)
				.subscribeOn(Schedulers.parallel()), 50)
			.collectList()
			.block(LIMIT);
		assertThat(granted).hasSize(size);
		return (int) granted.stream().filter(Boolean::booleanValue).count();
	}

	private static List<ObjectId> made(String id) {
		return MONGO.findById(id, Document.class, Attempts.COLLECTION)
			.map((found) -> found.getList("made", ObjectId.class))
			.block(LIMIT);
	}

	private static Attempts at(Instant now) {
		return new Attempts(MONGO, WINDOW, Clock.fixed(now, ZoneOffset.UTC));
	}

}
