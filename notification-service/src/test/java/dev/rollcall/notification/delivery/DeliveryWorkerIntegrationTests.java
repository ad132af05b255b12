package dev.rollcall.notification.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.model.Updates;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoCollection;
import dev.rollcall.local.platform.Part;
import dev.rollcall.local.platform.TestPlatform;
import dev.rollcall.notification.template.Template;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import org.awaitility.Awaitility;
import org.bson.BsonDocument;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.data.mongodb.core.SimpleReactiveMongoDatabaseFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A worker on a store of its own, which may be stopped.
 */
class DeliveryWorkerIntegrationTests {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private static final Duration LEASE_TIMEOUT = Duration.ofSeconds(3);

	private static TestPlatform platform;

	private static MongoClient client;

	private final String database = "workers-" + UUID.randomUUID();

	private final SimpleReactiveMongoDatabaseFactory store = new SimpleReactiveMongoDatabaseFactory(client,
			this.database);

	private final Intervals intervals = new Intervals(this.store, Duration.ofHours(1), Duration.ofDays(3),
			Clock.systemUTC());

	private final Deliveries deliveries = new Deliveries(this.store, this.intervals, Duration.ofDays(3),
			Clock.systemUTC());

	private @Nullable DeliveryWorker worker;

	private Duration pollInterval = Duration.ofMillis(100);

	@BeforeAll
	static void startStore() {
		platform = TestPlatform.start(new Part[] { Part.STORE });
		client = MongoClients.create(platform.storeUri("workers") + "&serverSelectionTimeoutMS=500");
	}

	@AfterAll
	static void stopStore() {
		client.close();
		platform.close();
	}

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	@AfterEach
	void stopWorker() {
		if (this.worker != null) {
			this.worker.stop();
		}
	}

	@Test
	void storeOutageDoesNotMakeALiveWorkerLookDead() {
		start();
		Document leased = due("1").append("state", "sending").append("owner", "other").append("beat", 7L);
		insert(leased);
		insert(due("2").append("state", "waiting"));
		await(() -> find("done").size() == 1);
		// Found in the first round after the outage.
		insert(due("3").append("state", "waiting").append("nextAt", Date.from(Instant.now().plus(LEASE_TIMEOUT))));
		Instant stopped = Instant.now();
		platform.stop(Part.STORE);
		await(() -> Duration.between(stopped, Instant.now()).compareTo(LEASE_TIMEOUT) > 0);
		platform.start(Part.STORE);
		await(() -> find("done").size() == 2);
		// A delivery in done is deleted from due a moment later.
		await(() -> find("due").size() < 2);
		assertThat(find("due")).containsExactly(leased);
	}

	@Test
	void deadWorkersDeliveryIsTakenOver() {
		insert(due("1").append("state", "sending").append("owner", "dead").append("beat", 7L));
		start();
		await(() -> find("due").isEmpty());
		assertThat(find("done")).singleElement()
			.satisfies((done) -> assertThat(done).containsEntry("outcome", "sent").containsEntry("attempts", 2));
	}

	@Test
	void ageOfTheOldestPendingDeliveryIsAGauge() {
		Date occurred = Date.from(Instant.now().minusSeconds(600));
		insert(due("1").append("state", "sending")
			.append("owner", "dead")
			.append("beat", 7L)
			.append("occurredAt", occurred));
		start();
		await(() -> this.meters.get("rollcall.deliveries.oldest.age").gauge().value() >= 600);
		await(() -> this.meters.get("rollcall.deliveries.oldest.age").gauge().value() == 0);
	}

	@Test
	void deliveryOfAnUnknownKindIsLeftToANewerInstance() {
		Document waiting = due("1").append("state", "waiting").append("template", "of-tomorrow");
		Document sending = due("2").append("state", "sending").append("role", "of-tomorrow").append("owner", "newer");
		insert(waiting);
		insert(sending);
		start();
		add(DeliveryFixture.mailTo("ada@example.com"));
		await(() -> find("done").size() == 1);
		await(() -> find("due").size() < 3);
		assertThat(find("due")).containsExactlyInAnyOrder(waiting, sending);
	}

	@Test
	void manyDeliveriesNeedOnePoll() {
		this.pollInterval = Duration.ofHours(1);
		IntStream.range(0, 350).forEach((number) -> insert(due(Integer.toString(number)).append("state", "waiting")));
		start();
		await(() -> find("done").size() == 350);
	}

	@Test
	void onlyDeliveriesOfItsChannelWakeAWorker() {
		this.pollInterval = Duration.ofHours(1);
		insert(due("first").append("state", "waiting"));
		DeliveryWorker waiting = start();
		await(() -> find("done").size() == 1);
		Delivery mail = DeliveryFixture.mailTo("ada@example.com");
		add(mail);
		waiting.wakeFor(List.of(new Delivery(DeliveryFixture.key(Channel.IN_APP), mail.recipient(), Instant.now())));
		Awaitility.await()
			.during(Duration.ofMillis(300))
			.atMost(LIMIT)
			.until(() -> find("done").size() == 1 && find("due").size() == 1);
		waiting.wakeFor(List.of(mail));
		await(() -> find("done").size() == 2);
	}

	@Test
	void workerDoesNotBeginWithTheSameDeliveriesAsAllOthers() {
		IntStream.range(0, 100)
			.forEach((number) -> insert(due("%03d".formatted(number)).append("state", "waiting")
				.append("nextAt", Date.from(Instant.EPOCH.plusSeconds(number)))));
		CountDownLatch end = new CountDownLatch(1);
		try {
			start(new Sending(end), this.deliveries);
			await(() -> leased().size() == 4);
			assertThat(leased()).isNotEqualTo(Set.of("000", "001", "002", "003"));
		}
		finally {
			end.countDown();
		}
	}

	@Test
	void workerRaisesItsBeatWhileItLosesManyLeases() {
		CountDownLatch end = new CountDownLatch(1);
		Contention contention = new Contention();
		MongoClientSettings settings = MongoClientSettings.builder()
			.applyConnectionString(new ConnectionString(platform.storeUri("workers")))
			.addCommandListener(contention)
			.build();
		try (MongoClient contended = MongoClients.create(settings)) {
			SimpleReactiveMongoDatabaseFactory slow = new SimpleReactiveMongoDatabaseFactory(contended, this.database);
			insert(due("first").append("state", "waiting"));
			start(new Sending(end), new Deliveries(slow, this.intervals, Duration.ofDays(3), Clock.systemUTC()));
			await(() -> leased().equals(Set.of("first")));
			contention.begins = true;
			IntStream.range(0, 100).forEach((number) -> insert(due("lost-" + number).append("state", "waiting")));
			await(() -> contention.leases.get() > 300);
			int longest = contention.withoutBeat.get();
			end.countDown();
			stopWorker();
			assertThat(longest).isLessThan(20);
		}
		finally {
			end.countDown();
		}
	}

	@Test
	void newDeliveryIsSentByAFreeSenderWithoutBeingLookedFor() {
		this.pollInterval = Duration.ofHours(1);
		CountingCommands commands = new CountingCommands();
		MongoClientSettings settings = MongoClientSettings.builder()
			.applyConnectionString(new ConnectionString(platform.storeUri("workers")))
			.addCommandListener(commands)
			.build();
		try (MongoClient counted = MongoClients.create(settings)) {
			Deliveries deliveries = new Deliveries(new SimpleReactiveMongoDatabaseFactory(counted, this.database),
					this.intervals, Duration.ofDays(3), Clock.systemUTC());
			DeliveryWorker started = start(new Sending(new CountDownLatch(0)), deliveries);
			insert(due("first").append("state", "waiting"));
			started.wakeFor(List.of(DeliveryFixture.mailTo("ada@example.com")));
			await(() -> find("done").size() == 1 && find("due").isEmpty());
			// The worker looks once more after the first delivery.
			Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofMillis(300)).until(commands::areOver);
			new Intake(deliveries, List.of(started)).add(List.of(DeliveryFixture.mailTo("ada@example.com")), null);
			await(() -> find("done").size() == 2 && find("due").isEmpty());
			assertThat(commands.all).containsExactly("insert due", "find done", "insert done", "delete due");
			stopWorker();
		}
	}

	@Test
	void deliveryThatIsDoneIsNotSentAgain() {
		this.pollInterval = Duration.ofHours(1);
		CountDownLatch never = new CountDownLatch(1);
		Delivery mail = DeliveryFixture.mailTo("ada@example.com");
		Document before = new Document("_id", mail.id()).append("outcome", "sent");
		Mono.from(collection("done").insertOne(before)).block(LIMIT);
		Intake intake = new Intake(this.deliveries, List.of(start(new Sending(never), this.deliveries)));
		intake.add(List.of(mail), null);
		await(() -> find("due").isEmpty());
		assertThat(find("done")).containsExactly(before);
		never.countDown();
	}

	@Test
	void deliveriesBeyondTheFreeSendersWaitForThem() {
		this.pollInterval = Duration.ofHours(1);
		CountDownLatch end = new CountDownLatch(1);
		Intake intake = new Intake(this.deliveries, List.of(start(new Sending(end), this.deliveries)));
		List<Delivery> mails = IntStream.range(0, 6)
			.mapToObj((number) -> new Delivery(
					new DeliveryKey("event-" + number, Template.WELCOME, Channel.MAIL, DeliveryKey.Role.SELF),
					Recipient.of("user"), Instant.now()))
			.toList();
		intake.add(mails, null);
		// Both are waiting: a repeat does not change what is leased.
		intake.add(mails, null);
		assertThat(leased()).hasSize(4);
		end.countDown();
		await(() -> find("done").size() == 6 && find("due").isEmpty());
	}

	private DeliveryWorker start() {
		return start(new Sending(new CountDownLatch(0)), this.deliveries);
	}

	private Set<String> leased() {
		return find("due").stream()
			.filter((due) -> "sending".equals(due.get("state")))
			.map((due) -> due.getString("_id"))
			.collect(Collectors.toSet());
	}

	// Looks at the leases in each round.
	private DeliveryWorker start(DeliveryChannel channel, Deliveries deliveries) {
		DeliveryProperties properties = new DeliveryProperties(4, this.pollInterval, Duration.ofDays(3),
				Duration.ofMillis(1), LEASE_TIMEOUT, Duration.ofSeconds(5),
				new BackOff(Duration.ofMillis(100), Duration.ofSeconds(1)), Duration.ofHours(1));
		Sender sender = new Sender(channel, deliveries, new Combining(deliveries, this.intervals), properties,
				Clock.systemUTC(), this.meters, new DeliverySpans(Tracer.NOOP, Propagator.NOOP));
		DeliveryWorker started = new DeliveryWorker(Channel.MAIL, sender, deliveries, properties,
				new OldestDelivery(Channel.MAIL, Clock.systemUTC(), this.meters));
		this.worker = started;
		started.start();
		return started;
	}

	private void add(Delivery delivery) {
		this.deliveries.add(List.of(delivery), null, Map.of()).block(LIMIT);
	}

	private List<Document> find(String collection) {
		return Flux.from(collection(collection).find()).collectList().blockOptional(LIMIT).orElseThrow();
	}

	private void insert(Document due) {
		Mono.from(collection("due").insertOne(due)).block(LIMIT);
	}

	private MongoCollection<Document> collection(String name) {
		return client.getDatabase(this.database).getCollection(name);
	}

	private static Document due(String id) {
		return new Document("_id", id).append("nextAt", new Date())
			.append("expiresAt", Date.from(Instant.now().plusSeconds(600)))
			.append("attempts", 1)
			.append("eventId", id)
			.append("template", "welcome")
			.append("channel", "mail")
			.append("role", "self")
			.append("userId", id)
			.append("address", "due@example.com")
			.append("occurredAt", new Date());
	}

	private static void await(Callable<Boolean> condition) {
		Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofMillis(50)).until(condition);
	}

	/**
	 * Accepts every delivery, once its sending ends.
	 */
	private record Sending(CountDownLatch end) implements DeliveryChannel {

		@Override
		public Channel channel() {
			return Channel.MAIL;
		}

		@Override
		public Outcome deliver(Delivery delivery) {
			try {
				this.end.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			return Outcome.SENT;
		}

	}

	/**
	 * Notes the commands of a client.
	 */
	private static final class CountingCommands implements CommandListener {

		private final List<String> all = Collections.synchronizedList(new ArrayList<>());

		/** Whether there were none since the last call. */
		boolean areOver() {
			boolean silent = this.all.isEmpty();
			this.all.clear();
			return silent;
		}

		@Override
		public void commandStarted(CommandStartedEvent event) {
			this.all
				.add(event.getCommandName() + " " + event.getCommand().getString(event.getCommandName()).getValue());
		}

	}

	/**
	 * Lets another worker always be faster: each lease comes too late.
	 */
	private final class Contention implements CommandListener {

		private final AtomicInteger leases = new AtomicInteger();

		private final AtomicInteger sinceBeat = new AtomicInteger();

		private final AtomicInteger withoutBeat = new AtomicInteger();

		private volatile boolean begins;

		@Override
		public void commandStarted(CommandStartedEvent event) {
			if (!this.begins || !event.getCommandName().equals("update")) {
				return;
			}
			BsonDocument update = event.getCommand().getArray("updates").get(0).asDocument();
			if (update.getDocument("u").containsKey("$inc")) {
				this.sinceBeat.set(0);
			}
			else if (update.getDocument("q").toString().contains("\"attempts\"")) {
				this.leases.incrementAndGet();
				this.withoutBeat.accumulateAndGet(this.sinceBeat.incrementAndGet(), Math::max);
				Mono.from(collection("due").updateOne(update.getDocument("q"), Updates.inc("attempts", 1)))
					.block(LIMIT);
			}
		}

	}

}
