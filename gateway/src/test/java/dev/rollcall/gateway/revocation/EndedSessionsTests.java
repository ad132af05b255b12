package dev.rollcall.gateway.revocation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class EndedSessionsTests {

	private static final AtomicInteger starts = new AtomicInteger();

	@Test
	void readerContinuesAfterAnError() {
		RevocationProperties properties = new RevocationProperties(Map.of(), Duration.ofMinutes(15), Duration.ZERO,
				false, 10);
		KafkaSettings kafka = new KafkaSettings(List.of("127.0.0.1:1"), Map.of(),
				new KafkaSettings.Consumer(Broken.class, Map.of()));
		EndedSessions sessions = new EndedSessions(new DenySet(properties), properties, kafka,
				new SimpleMeterRegistry());
		sessions.start();
		try {
			await().atMost(Duration.ofSeconds(30)).until(() -> starts.get() >= 2);
			assertThat(sessions.isRunning()).isTrue();
			assertThat(sessions.isFollowing()).isFalse();
		}
		finally {
			sessions.stop();
		}
	}

	/** Fails as a damaged class path would. */
	public static final class Broken implements Deserializer<Object> {

		@Override
		public void configure(Map<String, ?> configs, boolean isKey) {
			starts.incrementAndGet();
			throw new NoClassDefFoundError("missing");
		}

		@Override
		public Object deserialize(String topic, byte[] data) {
			throw new UnsupportedOperationException();
		}

	}

}
