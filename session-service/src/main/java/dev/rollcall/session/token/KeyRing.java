package dev.rollcall.session.token;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The signing keys in memory. They are read, and the first one is made, in the
 * background: without its store the service starts, a little later, and tries again.
 */
@Component
final class KeyRing implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(KeyRing.class);

	/** No request should come before the keys, if the store answers. */
	private static final int BEFORE_THE_WEB_SERVER = DEFAULT_PHASE - 4096;

	private static final Duration HEAD_START = Duration.ofSeconds(5);

	private final KeyRotation rotation;

	private final KeyRotationProperties properties;

	private final Clock clock;

	private volatile List<SigningKey> keys = List.of();

	private volatile @Nullable Disposable loading;

	KeyRing(KeyRotation rotation, KeyRotationProperties properties, Clock clock) {
		this.rotation = rotation;
		this.properties = properties;
		this.clock = clock;
	}

	List<SigningKey> keys() {
		return this.keys;
	}

	Optional<SigningKey> current() {
		Instant now = this.clock.instant();
		return this.keys.stream()
			.filter((key) -> key.hasItsTurn(now))
			.max(Comparator.comparingLong(SigningKey::number));
	}

	@Override
	public void start() {
		CountDownLatch loaded = new CountDownLatch(1);
		this.loading = Mono.defer(this.rotation::look)
			.retryWhen(Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(200))
				.maxBackoff(Duration.ofSeconds(5))
				.doBeforeRetry(
						(signal) -> logger.warn("The signing keys cannot be read: {}", signal.failure().toString())))
			.repeatWhen((looked) -> looked.delayElements(this.properties.look()))
			.subscribe((keys) -> {
				this.keys = keys;
				loaded.countDown();
			});
		await(loaded);
	}

	private static void await(CountDownLatch loaded) {
		try {
			loaded.await(HEAD_START.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public int getPhase() {
		return BEFORE_THE_WEB_SERVER;
	}

	@Override
	public void stop() {
		Disposable running = this.loading;
		if (running != null) {
			running.dispose();
		}
		this.loading = null;
	}

	@Override
	public boolean isRunning() {
		return this.loading != null;
	}

}
