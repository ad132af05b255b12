package dev.rollcall.acceptance.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
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
import dev.rollcall.acceptance.check.Operation;
import dev.rollcall.acceptance.check.Operation.Kind;
import dev.rollcall.acceptance.check.Operation.Outcome;
import org.bson.Document;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The speed of a rebuild of session-service's accounts during sign-ins: from a log of
 * {@code -Dusers=} users with {@code -Devents=} events and a credential each, with
 * {@code -Drate=} sign-ins per second. For comparison: bulk writes of the store, and
 * MongoDB's sink connector. The store keeps everything in memory; a million users need
 * {@code ROLLCALL_STORE_HEAP=10g}.
 */
@Tag("faults")
class RebuildSpeedIntegrationTests {

	private static final Duration LONG = Duration.ofHours(2);

	/** Warm-up: after a start, the code of a sign-in is not compiled yet. */
	private static final Duration WARM = Duration.ofSeconds(30);

	private static final String SERVICE = "session-service";

	private static final int BATCH = 2000;

	/** Of all topics that are copied. */
	private static final int PARTITIONS = 6 * SeededLog.TOPICS.size();

	private final List<Long> residentKb = new ArrayList<>();

	@Test
	void projectionIsRebuiltDuringSignIns() {
		int users = FaultRun.size("users", 50_000);
		try (FaultRun run = FaultRun.start()) {
			List<Person> people = Stream.generate(run.client()::register)
				.limit(50)
				.flatMap((one) -> one.stream())
				.toList();
			people.forEach(run.client()::signIn);
			Rebuilds rebuilds = fill(run, users);
			AtomicInteger turn = new AtomicInteger();
			Load load = Load.start(FaultRun.size("rate", 20), Integer.MAX_VALUE,
					() -> run.client().signIn(people.get(turn.incrementAndGet() % people.size())));
			FaultRun.last(WARM);
			long from = System.currentTimeMillis();
			int number = rebuilds.start();
			while (!rebuilds.find(number).path("state").asText().equals("active")) {
				this.residentKb.add(residentKb(run, SERVICE));
				FaultRun.last(Duration.ofMillis(500));
			}
			double loaded = rate(rebuilds.awaitActive(number, Duration.ofSeconds(5)), "during sign-ins");
			FaultRun.last(Duration.ofSeconds(3));
			long until = System.currentTimeMillis();
			double rawLoaded = bulkWrites(run, Math.min(users, 100_000));
			load.stop();
			List<Operation> signIns = run.ledger()
				.read()
				.stream()
				.filter((operation) -> operation.kind() == Kind.SIGN_IN && operation.start() >= from
						&& operation.start() < until)
				.toList();
			FaultRun.say("%d sign-ins during the rebuild, %d failed, p50 %d ms, p99 %d ms", signIns.size(),
					signIns.stream().filter((operation) -> operation.outcome() != Outcome.OK).count(),
					percentile(signIns, 50), percentile(signIns, 99));
			rollBack(rebuilds, number);
			double alone = rate(rebuilds.awaitActive(rebuilds.start(), LONG), "alone");
			double raw = bulkWrites(run, Math.min(users, 200_000));
			FaultRun.say("bulk writes of the store: %,.0f/s during sign-ins, %,.0f/s without", rawLoaded, raw);
			FaultRun.say(
					"rebuild in per cent of the bulk writes: %.0f %% during sign-ins (%.0f %% of those without), %.0f %% without",
					100 * loaded / rawLoaded, 100 * loaded / raw, 100 * alone / raw);
			sinkConnector(run, alone);
			assertThat(signIns).isNotEmpty().allMatch((operation) -> operation.outcome() == Outcome.OK);
			assertMemoryIsFlat();
		}
	}

	private static double rate(JsonNode generation, String when) {
		double seconds = Rebuilds.time(generation).toMillis() / 1000.0;
		double rate = generation.path("total").asLong() / seconds;
		FaultRun.say("rebuilt %s: %,d records in %.1f s, %,.0f/s; %s", when, generation.path("total").asLong(), seconds,
				rate, generation.path("findings"));
		return rate;
	}

	private static long percentile(List<Operation> operations, int percent) {
		return operations.stream()
			.map((operation) -> operation.end() - operation.start())
			.sorted()
			.skip((operations.size() - 1) * (long) percent / 100)
			.findFirst()
			.orElse(0L);
	}

	/** The first generation, without the consumers that send mails and end sessions. */
	private static Rebuilds fill(FaultRun run, int users) {
		run.system().down("notification-service", SERVICE);
		new SeededLog(run).write(users, FaultRun.size("events", 1));
		Groups groups = new Groups(run.system());
		List.of("session-service-sessions", "notification-service-deliveries", "notification-service-recipients-g1")
			.forEach((group) -> groups.toEnd(group, SeededLog.TOPICS));
		long began = System.nanoTime();
		run.system().tryUp(200);
		Rebuilds rebuilds = new Rebuilds(run.system(), SERVICE, "accounts");
		await().atMost(LONG)
			.pollInterval(Duration.ofSeconds(1))
			.ignoreExceptions()
			.until(() -> rebuilds.find(1).path("lag").asLong(1) == 0);
		FaultRun.say("the first generation holds %d users after %d s", users,
				(System.nanoTime() - began) / 1_000_000_000);
		run.system().up();
		return rebuilds;
	}

	/**
	 * In halves: memory that grows with the records would be larger in the second one.
	 */
	private void assertMemoryIsFlat() {
		int half = this.residentKb.size() / 2;
		long first = this.residentKb.subList(0, half).stream().mapToLong(Long::longValue).max().orElse(0) / 1024;
		long second = this.residentKb.subList(half, half * 2).stream().mapToLong(Long::longValue).max().orElse(0)
				/ 1024;
		FaultRun.say("maximum resident memory: %d MB in the first half, %d MB in the second", first, second);
		assertThat(second).isLessThan(first + first / 10);
	}

	/** The same records, copied by another program. */
	private static void sinkConnector(FaultRun run, double rate) {
		if (!Files.isDirectory(SinkConnector.PROGRAMS)) {
			FaultRun.say("not compared with the sink connector: %s is missing", SinkConnector.PROGRAMS);
			return;
		}
		run.system().down(SERVICE);
		try (SinkConnector connector = new SinkConnector(run.system(), BATCH)) {
			Groups groups = new Groups(run.system());
			await().atMost(LONG)
				.pollInterval(Duration.ofMillis(250))
				.until(() -> groups.committed(SinkConnector.GROUP) > 0 || !connector.isAlive());
			assertThat(connector.isAlive()).as("the worker of the sink connector runs; see its log").isTrue();
			long start = System.nanoTime();
			long before = groups.committed(SinkConnector.GROUP);
			// Connect commits the offset behind the last record of a partition, where the
			// end of a transaction may follow.
			await().atMost(LONG)
				.pollInterval(Duration.ofMillis(250))
				.until(() -> !connector.isAlive() || groups.lags(Map.of(SinkConnector.GROUP, SeededLog.TOPICS))
					.get(SinkConnector.GROUP) <= PARTITIONS);
			assertThat(connector.isAlive()).as("the sink connector copied all records; see its log").isTrue();
			double seconds = (System.nanoTime() - start) / 1e9;
			double other = (groups.committed(SinkConnector.GROUP) - before) / seconds;
			FaultRun.say("the sink connector: %,.0f/s; the rebuild is %.2f times as fast", other, rate / other);
		}
	}

	private static void rollBack(Rebuilds rebuilds, int from) {
		assertThat(rebuilds.serving()).contains(from);
		long start = System.nanoTime();
		rebuilds.rollback();
		await().pollInterval(Duration.ofMillis(20)).until(() -> rebuilds.serving().orElse(from) != from);
		long millis = (System.nanoTime() - start) / 1_000_000;
		FaultRun.say("the previous generation was active %d ms after the rollback request", millis);
		assertThat(millis).isLessThan(2000);
	}

	/**
	 * Writes as many documents as a rebuild, in batches of the same size, by three
	 * clients.
	 */
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
