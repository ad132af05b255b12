package dev.rollcall.outbox;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SlotPublisherTests {

	private final AtomicInteger producers = new AtomicInteger();

	@Test
	void producerThatCannotStartIsReplaced() {
		try (RelayThreads threads = new RelayThreads()) {
			RelayContext context = new RelayContext(new RelayStore(null, null, null, null), threads,
					new OutboxMetrics(new SimpleMeterRegistry()), new BlockedTopics(), Traces.NONE, Companions.NONE,
					new Markers(List.of(), Duration.ofDays(1)));
			SlotPublisher publisher = new SlotPublisher(1, this::stuckProducer, context);
			for (int i = 0; i < 7; i++) {
				assertThatThrownBy(() -> publisher.takeOver(() -> true)).isInstanceOf(TimeoutException.class);
			}
			assertThat(this.producers).hasValue(2);
		}
	}

	private MockProducer<String, byte[]> stuckProducer() {
		this.producers.incrementAndGet();
		MockProducer<String, byte[]> producer = new MockProducer<>(true, null, new StringSerializer(),
				new ByteArraySerializer());
		producer.initTransactionException = new TimeoutException();
		return producer;
	}

}
