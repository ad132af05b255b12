package dev.rollcall.session.token;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class KeyRingTests {

	private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

	private final SigningKey first = SigningKey.generate(1, NOON, NOON);

	private final SigningKey next = SigningKey.generate(2, NOON, NOON.plusSeconds(1));

	private final KeyRotation rotation = mock(KeyRotation.class);

	private final KeyRing ring = new KeyRing(this.rotation, Clock.fixed(NOON, ZoneOffset.UTC));

	@Test
	void currentKeyIsTheNewestThatSigns() {
		given(this.rotation.update()).willReturn(Mono.just(List.of(this.first, this.next)));

		this.ring.afterPropertiesSet();

		assertThat(this.ring.current()).contains(this.first);
		assertThat(this.ring.keys()).containsExactly(this.first, this.next);
	}

	@Test
	void failedLoadKeepsTheKeys() {
		given(this.rotation.update()).willReturn(Mono.just(List.of(this.first)))
			.willReturn(Mono.error(new IllegalStateException("The store failed")));
		this.ring.afterPropertiesSet();

		StepVerifier.create(this.ring.load()).expectComplete().verify(Duration.ofSeconds(10));

		assertThat(this.ring.current()).contains(this.first);
	}

	@Test
	void keysAreLoadedAgainAfterAFailure() {
		given(this.rotation.update()).willReturn(Mono.just(List.of(this.first)))
			.willThrow(new IllegalStateException("The store failed"))
			.willReturn(Mono.just(List.of(this.first, this.next)));
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			TestPropertyValues.of("rollcall.token.rotation.look=10ms").applyTo(context);
			context.registerBean(KeyRotation.class, () -> this.rotation);
			context.registerBean(Clock.class, () -> Clock.fixed(NOON, ZoneOffset.UTC));
			context.register(KeyRing.class);
			context.refresh();
			KeyRing scheduled = context.getBean(KeyRing.class);
			await().atMost(Duration.ofSeconds(10)).until(() -> scheduled.keys().contains(this.next));
		}
	}

	@Test
	void startWithoutTheStoreHasNoKey() {
		given(this.rotation.update()).willReturn(Mono.error(new IllegalStateException("The store failed")));

		this.ring.afterPropertiesSet();

		assertThat(this.ring.current()).isEmpty();
	}

}
