package dev.rollcall.outbox;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.AbstractMap;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import dev.rollcall.event.UserRegistered;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.data.mongodb.ReactiveMongoDatabaseFactory;

/**
 * An Error, as from a missing class, ends no loop: each tries again.
 */
class BackgroundLoopTests {

	private final AtomicInteger errors = new AtomicInteger();

	private final RelayThreads threads = new RelayThreads();

	private final Store store = new Store(failingDatabase(), Duration.ofSeconds(1));

	private final RelayContext context = new RelayContext(
			new RelayStore(new PendingDocuments(this.store, "users", Clock.systemUTC()),
					new PublishedMessages(this.store, Duration.ofDays(7), Clock.systemUTC()), new Erasures(this.store),
					new SlotEpochs(this.store, Clock.systemUTC())),
			this.threads, new OutboxMetrics(new SimpleMeterRegistry()), new BlockedTopics(), Traces.NONE,
			Companions.NONE, new Markers(List.of(), Duration.ofDays(1)));

	@AfterEach
	void close() {
		this.threads.close();
	}

	@Test
	void sweepSearchesAgain() {
		new Sweep(this.context, Duration.ofMillis(10), () -> List.of(1), (id) -> {
		}).trigger();
		awaitErrors();
	}

	@Test
	void slotIsTakenOverAgain() {
		SlotPublisher publisher = new SlotPublisher(1, () -> {
			throw error();
		}, this.context);
		Sweep sweep = new Sweep(this.context, Duration.ofDays(1), List::of, (id) -> {
		});
		new SlotRelay(publisher, this.context, sweep, () -> {
			throw error();
		}).start();
		awaitErrors();
	}

	@Test
	void memberJoinsAgain() {
		RelayClients clients = new RelayClients(Map.of(), new FailingSettings(), "service", "relay");
		SlotAssignment assignment = new SlotAssignment(clients, new Ignoring());
		RelayThreads.named("member-").newThread(assignment).start();
		awaitErrors();
		assignment.stop();
	}

	@Test
	void schemaIdsAreLookedUpAgain() {
		SchemaIds ids = new SchemaIds(List.of(UserRegistered.class), this.store,
				new SchemaLookup(Map.of(), this.threads), this.threads);
		ids.start();
		awaitErrors();
		ids.stop();
	}

	@Test
	void housekeepingIsRepeated() {
		Housekeeping housekeeping = Housekeeping.of(this.context.store(), this.threads);
		housekeeping.start();
		awaitErrors();
		housekeeping.stop();
	}

	private void awaitErrors() {
		Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> this.errors.get() > 1);
	}

	private NoClassDefFoundError error() {
		this.errors.incrementAndGet();
		return new NoClassDefFoundError("Missing");
	}

	private ReactiveMongoDatabaseFactory failingDatabase() {
		return (ReactiveMongoDatabaseFactory) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { ReactiveMongoDatabaseFactory.class }, (proxy, method, arguments) -> Mono.defer(() -> {
					throw error();
				}));
	}

	private final class FailingSettings extends AbstractMap<String, Object> {

		@Override
		public Set<Entry<String, Object>> entrySet() {
			throw error();
		}

	}

	private static final class Ignoring implements SlotAssignment.Listener {

		@Override
		public void assigned(Collection<Integer> slots) {
		}

		@Override
		public void revoked(Collection<Integer> slots) {
		}

		@Override
		public void hint(@Nullable String id) {
		}

		@Override
		public void troubled(@Nullable String trouble) {
		}

		@Override
		public void stopping() {
		}

	}

}
