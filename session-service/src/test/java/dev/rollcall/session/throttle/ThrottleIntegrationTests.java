package dev.rollcall.session.throttle;

import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Mac;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.mac.MacConfig;
import com.google.crypto.tink.mac.PredefinedMacParameters;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import dev.rollcall.local.platform.Part;
import dev.rollcall.local.platform.TestPlatform;
import dev.rollcall.schemas.EmailAddress;
import dev.rollcall.session.device.KnownDevice;
import dev.rollcall.session.key.Keys;
import dev.rollcall.throttle.Attempts;
import dev.rollcall.throttle.TooManyAttempts;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.dao.DataAccessException;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * The limits of sign-ins in a real store, with a clock that the test sets. Every call has
 * a new instance.
 */
class ThrottleIntegrationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

	private static final TestPlatform PLATFORM = TestPlatform.start(new Part[] { Part.STORE });

	private static final MongoClient CLIENT = MongoClients.create(PLATFORM.storeUri("session-throttle"));

	private static final ReactiveMongoTemplate MONGO = new ReactiveMongoTemplate(CLIENT, "session-throttle");

	private static final Optional<KnownDevice> UNKNOWN = Optional.empty();

	private final Keys keys = mock(Keys.class);

	private final EmailAddress ada = email();

	@AfterAll
	static void end() {
		CLIENT.close();
		PLATFORM.close();
	}

	@BeforeEach
	void makeKey() throws GeneralSecurityException {
		MacConfig.register();
		given(this.keys.device()).willReturn(KeysetHandle.generateNew(PredefinedMacParameters.HMAC_SHA256_256BITTAG)
			.getPrimitive(RegistryConfiguration.get(), Mac.class));
	}

	@Test
	void aDayOfGuessesAtOneAccountIsAHundred() {
		long granted = IntStream.range(0, 1000)
			.mapToObj((n) -> NOON.plus(Duration.ofDays(1).multipliedBy(n).dividedBy(1000)))
			.filter((now) -> refusal(now, this.ada, UNKNOWN, "192.0.2." + now.getEpochSecond() % 250) == null)
			.count();
		assertThat(granted).isEqualTo(100);
		assertThat(refusal(NOON.plus(Duration.ofHours(23)), this.ada, UNKNOWN, "192.0.2.1")).isNotNull()
			.isGreaterThan(Duration.ofMinutes(15));
		assertThat(refusal(NOON.plus(Duration.ofHours(23)), this.ada, device(), "192.0.2.1")).isNull();
	}

	@Test
	void knownDeviceIsNotLimitedByItsAddress() {
		guessFrom(200, "192.0.2.7");
		assertThat(refusal(NOON, this.ada, UNKNOWN, "192.0.2.7")).isEqualTo(Duration.ofMinutes(15).plusSeconds(1));
		assertThat(refusal(NOON, this.ada, device(), "192.0.2.7")).isNull();
	}

	@Test
	void clientAtTheLimitOfItsAddressTakesNoAttemptFromTheAccount() {
		guessFrom(200, "192.0.2.8");
		for (int i = 0; i < 30; i++) {
			assertThat(refusal(NOON, this.ada, UNKNOWN, "192.0.2.8")).isNotNull();
		}
		assertThat(IntStream.range(0, 30).filter((n) -> refusal(NOON, this.ada, UNKNOWN, null) == null).count())
			.isEqualTo(20);
	}

	@Test
	void subscriberOfIpv6IsOneAddressAndASiteHasALimitOfItsOwn() {
		for (int i = 0; i < 200; i++) {
			assertThat(refusal(NOON, email(), UNKNOWN, "2001:db8:7:1::" + Integer.toHexString(i))).isNull();
		}
		assertThat(refusal(NOON, email(), UNKNOWN, "2001:db8:7:1::ffff")).isNotNull();
		for (int i = 0; i < 800; i++) {
			assertThat(refusal(NOON, email(), UNKNOWN, "2001:db8:7:" + Integer.toHexString(2 + i) + "::1")).isNull();
		}
		assertThat(refusal(NOON, email(), UNKNOWN, "2001:db8:7:ffff::1")).isNotNull();
		assertThat(refusal(NOON, email(), UNKNOWN, "2001:db8:8:1::1")).isNull();
	}

	@Test
	void failureAtTheAccountTakesNoAttemptFromTheAddress() {
		Set<String> others = keys();
		assertThat(refusal(NOON, this.ada, UNKNOWN, null)).isNull();
		Set<String> account = keys();
		account.removeAll(others);
		// The store refuses to add an attempt to what is no list.
		MONGO.updateMulti(Query.query(Criteria.where("_id").in(account)), Update.update("made", "broken"), "attempts")
			.block(TIMEOUT);
		for (int i = 0; i < 200; i++) {
			assertThatThrownBy(() -> refusal(NOON, this.ada, UNKNOWN, "192.0.2.9"))
				.isInstanceOf(DataAccessException.class);
		}
		assertThat(refusal(NOON, email(), UNKNOWN, "192.0.2.9")).isNull();
	}

	private Set<String> keys() {
		return MONGO.findAll(Document.class, "attempts")
			.map((found) -> found.getString("_id"))
			.collect(Collectors.toSet())
			.blockOptional(TIMEOUT)
			.orElseThrow();
	}

	private void guessFrom(int times, String address) {
		for (int i = 0; i < times; i++) {
			assertThat(refusal(NOON, email(), UNKNOWN, address)).isNull();
		}
	}

	/** Reserves a sign-in. Returns the wait if it is refused, else null. */
	private @Nullable Duration refusal(Instant now, EmailAddress email, Optional<KnownDevice> device,
			@Nullable String address) {
		Attempts attempts = new Attempts(MONGO, Duration.ofMinutes(15), Clock.fixed(now, ZoneOffset.UTC));
		Throttle throttle = new Throttle(attempts, this.keys,
				new ThrottleProperties(20, 100, 20, 100, 200, 1000, false));
		return throttle.reserve(email, device, address)
			.map((reserved) -> Optional.<Duration>empty())
			.onErrorResume(TooManyAttempts.class, (ex) -> Mono.just(Optional.of(ex.retryAfter())))
			.blockOptional(TIMEOUT)
			.orElseThrow()
			.orElse(null);
	}

	private static Optional<KnownDevice> device() {
		return Optional.of(new KnownDevice(UUID.randomUUID().toString()));
	}

	private static EmailAddress email() {
		return EmailAddress.of(UUID.randomUUID() + "@example.com");
	}

}
