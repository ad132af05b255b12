package dev.rollcall.notification.delivery;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.data.mongodb.ReactiveMongoDatabaseFactory;

class DeliveryWorkerTests {

	private final AtomicInteger errors = new AtomicInteger();

	@Test
	void pollsAgainAfterAnError() {
		DeliveryWorker worker = worker();
		worker.start();
		Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> this.errors.get() > 1);
		worker.stop();
	}

	private DeliveryWorker worker() {
		ReactiveMongoDatabaseFactory store = failingDatabase();
		SimpleMeterRegistry meters = new SimpleMeterRegistry();
		DeliveryProperties properties = new DeliveryProperties(4, Duration.ofMillis(10), Duration.ofDays(3),
				Duration.ofMillis(1), Duration.ofSeconds(3), Duration.ofSeconds(5),
				new BackOff(Duration.ofMillis(100), Duration.ofSeconds(1)), Duration.ofHours(1));
		Intervals intervals = new Intervals(store, Duration.ofHours(1), Duration.ofDays(3), Clock.systemUTC());
		Deliveries deliveries = new Deliveries(store, intervals, Duration.ofDays(3), Clock.systemUTC());
		Sender sender = new Sender(new Refusing(), deliveries, new Combining(deliveries, intervals), properties,
				Clock.systemUTC(), meters, new DeliverySpans(Tracer.NOOP, Propagator.NOOP));
		return new DeliveryWorker(Channel.MAIL, sender, deliveries, properties,
				new OldestDelivery(Channel.MAIL, Clock.systemUTC(), meters));
	}

	private ReactiveMongoDatabaseFactory failingDatabase() {
		return (ReactiveMongoDatabaseFactory) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { ReactiveMongoDatabaseFactory.class }, (proxy, method, arguments) -> Mono.defer(() -> {
					this.errors.incrementAndGet();
					throw new NoClassDefFoundError("Missing");
				}));
	}

	private static final class Refusing implements DeliveryChannel {

		@Override
		public Channel channel() {
			return Channel.MAIL;
		}

		@Override
		public Outcome deliver(Delivery delivery) {
			return Outcome.refused("test");
		}

	}

}
