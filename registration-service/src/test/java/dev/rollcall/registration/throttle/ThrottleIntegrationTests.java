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

	@Test
	void failedVerificationIsNotCounted() {
		Throttle throttle = new Throttle(new Attempts(MONGO, Duration.ofMinutes(15), Clock.systemUTC()), PLAIN,
				new ThrottleProperties(2, 2));
		for (int i = 0; i < 3; i++) {
			StepVerifier.create(throttle.password(this.user, Mono.error(new IllegalStateException("full"))))
				.expectError(IllegalStateException.class)
				.verify(TIMEOUT);
			StepVerifier.create(throttle.password(this.user, Mono.never()).timeout(Duration.ofMillis(200)))
				.expectError(TimeoutException.class)
				.verify(TIMEOUT);
		}
		await().until(() -> attempts().isEmpty());
		assertThat(throttle.password(this.user, Mono.just(true)).block(TIMEOUT)).isTrue();
		assertThat(throttle.password(this.user, Mono.just(false)).block(TIMEOUT)).isFalse();
		assertThatExceptionOfType(TooManyAttempts.class)
			.isThrownBy(() -> throttle.password(this.user, Mono.just(true)).block(TIMEOUT));
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
