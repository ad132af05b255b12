package dev.rollcall.session.token;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * The signing keys in memory. The start waits for them for up to 5 s, so that requests
 * find a key; without its store the service starts and loads them later.
 */
@Component
@EnableScheduling
final class KeyRing implements InitializingBean {

	private static final Logger logger = LoggerFactory.getLogger(KeyRing.class);

	private static final Duration LOAD_TIMEOUT = Duration.ofSeconds(5);

	private final KeyRotation rotation;

	private final Clock clock;

	private volatile List<SigningKey> keys = List.of();

	KeyRing(KeyRotation rotation, Clock clock) {
		this.rotation = rotation;
		this.clock = clock;
	}

	List<SigningKey> keys() {
		return this.keys;
	}

	Optional<SigningKey> current() {
		Instant now = this.clock.instant();
		return this.keys.stream().filter((key) -> key.signs(now)).max(Comparator.comparingLong(SigningKey::number));
	}

	@Override
	public void afterPropertiesSet() {
		load().block();
	}

	/** Never fails: the keys in memory stay in use until the next load. */
	@Scheduled(fixedDelayString = "${rollcall.token.rotation.look:5s}")
	Mono<Void> load() {
		return Mono.defer(this.rotation::update)
			.timeout(LOAD_TIMEOUT)
			.doOnNext((loaded) -> this.keys = loaded)
			.doOnError((ex) -> logger.warn("Loading the signing keys failed and will be repeated: {}", ex.toString()))
			.onErrorComplete()
			.then();
	}

}
