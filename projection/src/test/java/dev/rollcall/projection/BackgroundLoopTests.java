package dev.rollcall.projection;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.data.mongodb.ReactiveMongoDatabaseFactory;

/**
 * An Error, as from a missing class, ends no loop: each tries again.
 */
class BackgroundLoopTests {

	private final AtomicInteger errors = new AtomicInteger();

	private final Projection projection = UsersProjection.of("events");

	private final ProjectionDatabase database = new ProjectionDatabase(failingDatabase(), Duration.ofSeconds(1));

	private final Generations generations = new Generations(this.database, "service", Clock.systemUTC());

	private final TopicOffsets offsets = new TopicOffsets(Map.of(), Duration.ofSeconds(1));

	private final GenerationCleaner cleaner = new GenerationCleaner(this.database, this.offsets, "service",
			Duration.ofDays(1), Clock.systemUTC());

	@Test
	void generationsAreReadAgain() {
		Subscriptions subscriptions = new Subscriptions("service",
				new Subscriptions.Instruments(new SimpleMeterRegistry(), Traces.NONE, Clock.systemUTC()),
				this.generations, this.database, new StartOffsets(this.database, this.offsets), Set.of());
		ProjectionConsumer consumer = new ProjectionConsumer(this.projection, this.generations, subscriptions,
				new Rebuild(this.projection, this.generations, this.offsets, Clock.systemUTC(), (active, building) -> {
					throw new IllegalStateException();
				}), new ProjectionConsumer.Tools(null, this.offsets, this.cleaner, Clock.systemUTC()));
		consumer.start();
		awaitErrors(4);
		consumer.stop(() -> {
		});
	}

	@Test
	void unusedGenerationsAreRemovedAgain() {
		CountDownLatch end = new CountDownLatch(1);
		AtomicInteger round = new AtomicInteger();
		Thread thread = new Thread(
				() -> this.cleaner.run(this.projection, this.generations, () -> Set.of(round.incrementAndGet()), end));
		thread.setDaemon(true);
		thread.start();
		awaitErrors(2);
		end.countDown();
	}

	private void awaitErrors(int count) {
		Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> this.errors.get() >= count);
	}

	private ReactiveMongoDatabaseFactory failingDatabase() {
		return (ReactiveMongoDatabaseFactory) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { ReactiveMongoDatabaseFactory.class }, (proxy, method, arguments) -> Mono.defer(() -> {
					this.errors.incrementAndGet();
					throw new NoClassDefFoundError("Missing");
				}));
	}

}
