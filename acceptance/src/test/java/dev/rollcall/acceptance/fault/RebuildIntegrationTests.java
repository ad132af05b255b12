package dev.rollcall.acceptance.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import dev.rollcall.acceptance.check.Circumstances;
import dev.rollcall.acceptance.check.Operation;
import dev.rollcall.acceptance.check.Operation.Kind;
import dev.rollcall.acceptance.check.Operation.Outcome;
import dev.rollcall.acceptance.crash.Crash;
import dev.rollcall.acceptance.crash.CrashPoint;
import dev.rollcall.event.Actor;
import dev.rollcall.event.ActorType;
import dev.rollcall.event.PasswordCredential;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.bson.Document;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Rebuilds of session-service's accounts from a log of {@code -Dusers=} users, an event
 * and a credential each: their speed beside sign-ins, and their way through kill -9.
 */
@Tag("faults")
class RebuildIntegrationTests {

	private static final Duration LONG = Duration.ofMinutes(60);

	private static final String SERVICE = "session-service";

	private static final int BATCH = 2000;

	@Test
	void projectionIsRebuiltWhilePeopleSignIn() {
		int users = FaultRun.size("users", 50_000);
		try (FaultRun run = FaultRun.start()) {
			List<Person> people = Stream.generate(run.client()::register)
				.limit(50)
				.flatMap((one) -> one.stream())
				.toList();
			people.forEach(run.client()::signIn);
			run.system().down("notification-service", SERVICE);
			seed(run, users);
			skip(run, "session-service-sessions", "notification-service-deliveries",
					"notification-service-recipients-g1");
			long began = System.nanoTime();
			run.system().tryUp("--time-limit", "200");
			Rebuilds rebuilds = new Rebuilds(run.system(), SERVICE, "accounts");
			await().atMost(LONG)
				.pollInterval(Duration.ofSeconds(1))
				.ignoreExceptions()
				.until(() -> rebuilds.find(1).path("lag").asLong(1) == 0);
			FaultRun.say("the first generation has taken %d users in %d s", users,
					(System.nanoTime() - began) / 1_000_000_000);
			run.system().up();
			AtomicInteger turn = new AtomicInteger();
			Load load = Load.start(20, Integer.MAX_VALUE,
					() -> run.client().signIn(people.get(turn.incrementAndGet() % people.size())));
			FaultRun.last(Duration.ofSeconds(5));
			long from = System.currentTimeMillis();
			int number = rebuilds.start();
			long memory = 0;
			while (!rebuilds.find(number).path("state").asText().equals("active")) {
				memory = Math.max(memory, residentKb(run, SERVICE));
				FaultRun.last(Duration.ofMillis(500));
			}
			JsonNode done = rebuilds.awaitActive(number, Duration.ofSeconds(5));
			FaultRun.last(Duration.ofSeconds(3));
			load.stop();
			double seconds = Rebuilds.time(done).toMillis() / 1000.0;
			double rate = done.path("total").asLong() / seconds;
			FaultRun.say("rebuilt: %,d records in %.1f s, %,.0f/s; at most %d MB resident; %s",
					done.path("total").asLong(), seconds, rate, memory / 1024, done.path("findings"));
			List<Operation> signIns = run.ledger()
				.read()
				.stream()
				.filter((operation) -> operation.kind() == Kind.SIGN_IN && operation.start() >= from)
				.toList();
			FaultRun.say("%d sign-ins meanwhile, %d failed", signIns.size(),
					signIns.stream().filter((operation) -> operation.outcome() != Outcome.OK).count());
			rollBack(rebuilds, number);
			double raw = bulkWrites(run, Math.min(users, 200_000));
			FaultRun.say("the store's own bulk writes: %,.0f/s; the rebuild's records a second are %.0f %% of it", raw,
					100 * rate / raw);
			assertThat(signIns).isNotEmpty().allMatch((operation) -> operation.outcome() == Outcome.OK);
		}
	}

	@Test
	void rebuildSurvivesKillsAndSendsNothing() {
		int users = FaultRun.size("users", 20_000);
		try (FaultRun run = FaultRun.start()) {
			Set<String> foreign = seed(run, users);
			Rebuilds rebuilds = new Rebuilds(run.system(), SERVICE, "accounts");
			await().atMost(LONG)
				.pollInterval(Duration.ofSeconds(1))
				.until(() -> new Quiet(run.system()).busy().isEmpty());
			int mails = run.system().dump().receivedMails().size();
			for (int i = 0; i < FaultRun.size("kills", 3); i++) {
				int number = rebuilds.start();
				FaultRun.last(Duration.ofMillis(run.random().nextInt(4000)));
				FaultRun.say("kill -9 while generation %d is %s", number,
						rebuilds.find(number).path("state").asText("built"));
				run.system().kill(SERVICE);
				run.system().up(SERVICE);
				rebuilds.awaitActive(number, LONG);
			}
			for (CrashPoint point : List.of(CrashPoint.CUT_OVER_BEFORE_WRITE, CrashPoint.CUT_OVER_AFTER_WRITE)) {
				run.system().points().arm(SERVICE, point, Crash.HALT);
				int number = rebuilds.start();
				awaitHit(run, point);
				run.system().up(SERVICE);
				rebuilds.awaitActive(number, LONG);
			}
			run.system().points().arm(SERVICE, CrashPoint.CLEAN_UP_BEFORE_DROP, Crash.HALT);
			rebuilds.cleanUp();
			awaitHit(run, CrashPoint.CLEAN_UP_BEFORE_DROP);
			run.system().up(SERVICE);
			await().atMost(LONG).pollInterval(Duration.ofSeconds(1)).until(() -> collections(run).size() == 2);
			FaultRun.say("left in the store: %s", collections(run));
			int recipients = new Rebuilds(run.system(), "notification-service", "recipients").start();
			new Rebuilds(run.system(), "notification-service", "recipients").awaitActive(recipients, LONG);
			assertThat(run.system().dump().receivedMails()).hasSize(mails);
			run.verify(System.nanoTime(), Duration.ofMinutes(2),
					Circumstances.ORDINARY.repeatedMails().foreign(foreign));
		}
	}

	@Test
	void anotherShapeComesByARollingUpdateWhilePeopleSignIn() {
		try (FaultRun run = FaultRun.startWithTwoGateways()) {
			List<String> instances = List.of(SERVICE, SERVICE + "#2");
			run.system().up("gateway#2", SERVICE + "#2");
			List<Person> people = Stream.generate(run.client()::register)
				.limit(50)
				.flatMap((one) -> one.stream())
				.toList();
			seed(run, FaultRun.size("users", 20_000));
			await().atMost(LONG)
				.pollInterval(Duration.ofSeconds(1))
				.until(() -> new Quiet(run.system()).busy().isEmpty());
			people.forEach(run.client()::signIn);
			instances.forEach((instance) -> ReshapedAccounts.compile(run.system().home().resolve("sources"),
					run.system().points().otherBuild(instance)));
			AtomicInteger turn = new AtomicInteger();
			long from = System.currentTimeMillis();
			Load load = Load.start(FaultRun.size("rate", 20), Integer.MAX_VALUE,
					() -> run.client().signIn(people.get(turn.incrementAndGet() % people.size())));
			instances.forEach((instance) -> run.system().run("restart", instance).succeeded());
			FaultRun.last(Duration.ofSeconds(5));
			load.stop();
			List<Operation> failed = run.ledger()
				.read()
				.stream()
				.filter((operation) -> operation.start() >= from && operation.outcome() != Outcome.OK)
				.toList();
			FaultRun.say("%d sign-ins during the update, %d failed", load.done(), failed.size());
			instances.forEach(
					(instance) -> assertThat(new Rebuilds(run.system(), instance, "accounts").serving()).as(instance)
						.contains(2));
			assertThat(documents(run, 2).stream().map(ReshapedAccounts::asBefore)).hasSizeGreaterThan(people.size())
				.containsExactlyInAnyOrderElementsOf(documents(run, 1));
			assertThat(failed).isEmpty();
		}
	}

	private static List<Document> documents(FaultRun run, int generation) {
		try (MongoClient store = MongoClients.create(run.system().store(SERVICE))) {
			return store.getDatabase("session").getCollection("accounts-g" + generation).find().into(new ArrayList<>());
		}
	}

	private static void rollBack(Rebuilds rebuilds, int from) {
		assertThat(rebuilds.serving()).contains(from);
		long start = System.nanoTime();
		rebuilds.rollback();
		await().pollInterval(Duration.ofMillis(20)).until(() -> rebuilds.serving().orElse(from) != from);
		long millis = (System.nanoTime() - start) / 1_000_000;
		FaultRun.say("served from the former generation %d ms after the rollback was ordered", millis);
		assertThat(millis).isLessThan(2000);
	}

	private static void awaitHit(FaultRun run, CrashPoint point) {
		await("hit of " + point).atMost(Duration.ofMinutes(3))
			.until(() -> run.system().points().isHit(SERVICE, point) && !run.system().isAlive(SERVICE));
		FaultRun.say("crashed at %s", point);
	}

	private static List<String> collections(FaultRun run) {
		try (MongoClient store = MongoClients.create(run.system().store(SERVICE))) {
			return store.getDatabase("session")
				.listCollectionNames()
				.into(new ArrayList<>())
				.stream()
				.filter((name) -> name.startsWith("accounts-g"))
				.sorted()
				.toList();
		}
	}

	/** Imported users, of whom nobody is told; their hashes are sealed by nobody. */
	private static Set<String> seed(FaultRun run, int users) {
		Set<String> keys = new HashSet<>();
		Instant now = Instant.ofEpochMilli(System.currentTimeMillis());
		try (RawProducer producer = new RawProducer(run.system())) {
			for (int i = 0; i < users; i++) {
				UUID user = UUID.randomUUID();
				byte[] key = RawProducer.key(user);
				producer.sendLater(RawProducer.USER_EVENTS, key, producer.encode(RawProducer.event(user, 1)));
				byte[] sealed = new byte[150];
				run.random().nextBytes(sealed);
				producer.sendLater("rollcall-user-credentials", key,
						producer.encode(new PasswordCredential(UUID.randomUUID(), user, now,
								Actor.newBuilder().setType(ActorType.SYSTEM).build(), "seed", null, 1L, 1L,
								ByteBuffer.wrap(sealed))));
				keys.add(user.toString());
			}
		}
		return keys;
	}

	/** Has groups that are down begin after what is there. */
	private static void skip(FaultRun run, String... groups) {
		try (Admin admin = Admin.create(Map.of("bootstrap.servers", run.system().bootstrapServers()))) {
			Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
			admin.describeTopics(List.of("rollcall-user-events", "rollcall-user-credentials"))
				.allTopicNames()
				.get()
				.forEach((topic, description) -> description.partitions()
					.forEach((one) -> latest.put(new TopicPartition(topic, one.partition()), OffsetSpec.latest())));
			Map<TopicPartition, OffsetAndMetadata> ends = new HashMap<>();
			admin.listOffsets(latest)
				.all()
				.get()
				.forEach((partition, end) -> ends.put(partition, new OffsetAndMetadata(end.offset())));
			for (String group : groups) {
				admin.alterConsumerGroupOffsets(group, ends).all().get();
			}
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/** As many documents as a rebuild writes, by three clients, in batches as it does. */
	private static double bulkWrites(FaultRun run, int documents) {
		try (MongoClient store = MongoClients.create(run.system().store(SERVICE))) {
			MongoCollection<Document> scratch = store.getDatabase("session").getCollection("scratch");
			long start = System.nanoTime();
			List<CompletableFuture<Void>> writers = IntStream.range(0, 3)
				.mapToObj((writer) -> CompletableFuture.runAsync(() -> {
					for (int from = 0; from < documents / 3; from += BATCH) {
						scratch.bulkWrite(batch(), new BulkWriteOptions().ordered(false));
					}
				}))
				.toList();
			writers.forEach(CompletableFuture::join);
			long written = scratch.countDocuments();
			double seconds = (System.nanoTime() - start) / 1e9;
			scratch.drop();
			return written / seconds;
		}
	}

	private static List<UpdateOneModel<Document>> batch() {
		List<UpdateOneModel<Document>> batch = new ArrayList<>();
		for (int i = 0; i < BATCH; i++) {
			String id = UUID.randomUUID().toString();
			Document profile = new Document("version", 1L)
				.append("email",
						new Document("canonical", id + "@example.org").append("since", new java.util.Date())
							.append("verified", false))
				.append("status", "ACTIVE")
				.append("roles", List.of());
			batch.add(new UpdateOneModel<>(Filters.eq("_id", id), Updates.set("profile", profile),
					new UpdateOptions().upsert(true)));
		}
		return batch;
	}

	private static long residentKb(FaultRun run, String process) {
		try {
			return Files.readAllLines(Path.of("/proc", Long.toString(run.system().pid(process)), "status"))
				.stream()
				.filter((line) -> line.startsWith("VmRSS:"))
				.mapToLong((line) -> Long.parseLong(line.replaceAll("[^0-9]", "")))
				.findFirst()
				.orElse(0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
