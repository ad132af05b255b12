package dev.rollcall.registration.throttle;

import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeoutException;

import com.google.crypto.tink.Mac;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import dev.rollcall.local.platform.Part;
import dev.rollcall.local.platform.TestPlatform;
import dev.rollcall.throttle.Attempts;
import dev.rollcall.throttle.TooManyAttempts;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.data.mongodb.core.ReactiveMongoTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The throttle on a real store.
 */
class ThrottleIntegrationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

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

	private final String user = new ObjectId().toString();

	@AfterAll
	static void end() {
		CLIENT.close();
		PLATFORM.close();
	}

	private final Throttle throttle = new Throttle(new Attempts(MONGO, Duration.ofMinutes(15), Clock.systemUTC()),
			PLAIN, new ThrottleProperties(2, 100, 6, 5, 100, false));

	@Test
	void verificationThatHasNotBegunIsNotCounted() {
		for (int i = 0; i < 3; i++) {
			StepVerifier
				.create(this.throttle.password(this.user, (gate) -> Mono.error(new IllegalStateException("full"))))
				.expectError(IllegalStateException.class)
				.verify(TIMEOUT);
			StepVerifier
				.create(this.throttle.password(this.user, (gate) -> Mono.never()).timeout(Duration.ofMillis(200)))
				.expectError(TimeoutException.class)
				.verify(TIMEOUT);
		}
		await().until(() -> attempts().isEmpty());
		assertThat(verify(true)).isTrue();
		assertThat(verify(false)).isFalse();
		assertThatExceptionOfType(TooManyAttempts.class).isThrownBy(() -> verify(true));
	}

	@Test
	void verificationThatHasBegunIsCountedHoweverItEnds() {
		StepVerifier
			.create(this.throttle
				.password(this.user, (gate) -> Mono.fromRunnable(gate::open).then(Mono.<Boolean>never()))
				.timeout(Duration.ofMillis(200)))
			.expectError(TimeoutException.class)
			.verify(TIMEOUT);
		StepVerifier
			.create(this.throttle.password(this.user,
					(gate) -> Mono.fromRunnable(gate::open).then(Mono.error(new IllegalStateException()))))
			.expectError(IllegalStateException.class)
			.verify(TIMEOUT);
		assertThatExceptionOfType(TooManyAttempts.class).isThrownBy(() -> verify(true));
		assertThat(attempts()).hasSize(2);
	}

	private boolean verify(boolean right) {
		return this.throttle.password(this.user, (gate) -> Mono.fromSupplier(() -> gate.open() && right))
			.blockOptional(TIMEOUT)
			.orElseThrow();
	}

	private List<ObjectId> attempts() {
		String key = Base64.getUrlEncoder()
			.withoutPadding()
			.encodeToString(("throttle:password:" + this.user).getBytes());
		return MONGO.findById(key, Document.class, "attempts")
			.map((found) -> found.getList("made", ObjectId.class))
			.block(TIMEOUT);
	}

}
