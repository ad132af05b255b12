package dev.rollcall.local.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.bulk.BulkWriteUpsert;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import dev.rollcall.local.platform.Part;
import dev.rollcall.local.platform.TestPlatform;
import org.bson.Document;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

class StoreIntegrationTests {

	private static final int WRITERS = 8;

	@Test
	void everyAcknowledgedInsertSurvivesAKillCompletely() throws InterruptedException {
		try (TestPlatform platform = TestPlatform.start(new Part[] { Part.STORE })) {
			createUniqueIndex(platform);
			Set<Integer> acknowledged = new ConcurrentSkipListSet<>();
			AtomicInteger next = new AtomicInteger();
			for (int kill = 1; kill <= 3; kill++) {
				List<Thread> writers = startWriters(platform, next, acknowledged);
				int enough = acknowledged.size() + 500;
				await().atMost(Duration.ofMinutes(2)).until(() -> acknowledged.size() > enough);
				platform.kill(Part.STORE);
				for (Thread writer : writers) {
					writer.join(60_000);
				}
				platform.start(Part.STORE);
			}
			assertThat(lost(platform, acknowledged)).isEmpty();
			assertThat(withoutIndexEntry(platform)).isEmpty();
		}
	}

	@Test
	void collectionAndIndexesAreCreatedWhileOthersWrite() throws Exception {
		ExecutorService clients = Executors.newFixedThreadPool(WRITERS);
		try (TestPlatform platform = TestPlatform.start(new Part[] { Part.STORE });
				MongoClient client = MongoClients.create(uri(platform))) {
			for (int round = 0; round < 200; round++) {
				MongoCollection<Document> fresh = client.getDatabase("fresh-" + round).getCollection("inserts");
				for (Future<Object> call : clients.invokeAll(callsAtOnce(fresh))) {
					call.get(30, TimeUnit.SECONDS);
				}
				assertThat(fresh.countDocuments()).isEqualTo(WRITERS - 2);
				assertThat(fresh.find(Filters.eq("email", email(2))).first()).isNotNull();
			}
		}
		finally {
			clients.shutdownNow();
		}
	}

	@Test
	void largeWriteHasOneResponse() {
		try (TestPlatform platform = TestPlatform.start(new Part[] { Part.STORE });
				MongoClient client = MongoClients.create(uri(platform))) {
			MongoCollection<Document> collection = collection(client);
			List<Integer> taken = List.of(5, 120, 249);
			BulkWriteResult upserts = collection.bulkWrite(taken.stream().map(StoreIntegrationTests::upsert).toList());
			assertThat(upserts.getUpserts()).hasSize(3);
			List<InsertOneModel<Document>> inserts = IntStream.range(0, 250)
				.mapToObj((id) -> new InsertOneModel<>(new Document("_id", id)))
				.toList();
			assertThatExceptionOfType(MongoBulkWriteException.class)
				.isThrownBy(() -> collection.bulkWrite(inserts, new BulkWriteOptions().ordered(false)))
				.satisfies((ex) -> assertThat(ex.getWriteErrors()).extracting(BulkWriteError::getIndex)
					.containsExactlyElementsOf(taken));
			assertThat(collection.countDocuments()).isEqualTo(250);
			BulkWriteResult more = collection
				.bulkWrite(IntStream.range(100, 350).mapToObj(StoreIntegrationTests::upsert).toList());
			assertThat(more.getModifiedCount()).isEqualTo(148);
			assertThat(more.getUpserts()).extracting(BulkWriteUpsert::getIndex)
				.containsExactlyElementsOf(IntStream.range(150, 250).boxed().toList());
			assertThatExceptionOfType(MongoBulkWriteException.class)
				.isThrownBy(() -> collection.bulkWrite(IntStream.rangeClosed(200, 500)
					.mapToObj((id) -> new InsertOneModel<>(new Document("_id", 700 - id)))
					.toList()))
				.satisfies((ex) -> assertThat(ex.getWriteErrors()).extracting(BulkWriteError::getIndex)
					.containsExactly(151));
			assertThat(collection.countDocuments()).isEqualTo(350 + 151);
		}
	}

	@Test
	void scanReturnsBatchesWhileOthersWrite() {
		try (TestPlatform platform = TestPlatform.start(new Part[] { Part.STORE });
				MongoClient client = MongoClients.create(uri(platform))) {
			MongoCollection<Document> collection = collection(client);
			collection.insertMany(
					IntStream.range(0, 5000).mapToObj((id) -> new Document("_id", id).append("at", 0)).toList());
			List<Integer> ids = new ArrayList<>();
			List<Integer> written = new ArrayList<>();
			collection.find().batchSize(100).forEach((document) -> {
				ids.add(document.getInteger("_id"));
				written.add(document.getInteger("at"));
				if (ids.size() == 200) {
					collection.deleteOne(Filters.eq(4000));
					collection.updateOne(Filters.eq(4500), Updates.set("at", 1));
				}
			});
			assertThat(ids).doesNotHaveDuplicates().hasSize(4999);
			assertThat(written).as("a change ahead of the cursor").contains(1);
			assertThat(collection.find().batchSize(100).projection(Projections.include("_id")).into(new ArrayList<>()))
				.hasSize(4999)
				.contains(new Document("_id", 4999));
			assertThat(collection.find().projection(Projections.include("at")).first()).containsKey("at");
			assertThat(collection.countDocuments()).isEqualTo(4999);
			assertThat(collection.updateMany(new Document(), Updates.set("at", 2)).getModifiedCount()).isEqualTo(4999);
		}
	}

	private static UpdateOneModel<Document> upsert(int id) {
		return new UpdateOneModel<>(Filters.eq(id), Updates.set("seen", true), new UpdateOptions().upsert(true));
	}

	private static List<Callable<Object>> callsAtOnce(MongoCollection<Document> fresh) {
		List<Callable<Object>> calls = new ArrayList<>();
		calls.add(() -> fresh.createIndex(Indexes.ascending("email"), new IndexOptions().unique(true)));
		calls.add(() -> fresh.find(Filters.eq("email", email(0))).into(new ArrayList<>()));
		IntStream.range(2, WRITERS)
			.forEach((id) -> calls.add(() -> fresh.insertOne(new Document("_id", id).append("email", email(id)))));
		return calls;
	}

	private static List<Thread> startWriters(TestPlatform platform, AtomicInteger next, Set<Integer> acknowledged) {
		List<Thread> writers = IntStream.range(0, WRITERS)
			.mapToObj((number) -> new Thread(() -> write(platform, next, acknowledged)))
			.toList();
		writers.forEach(Thread::start);
		return writers;
	}

	private static void write(TestPlatform platform, AtomicInteger next, Set<Integer> acknowledged) {
		try (MongoClient client = MongoClients.create(uri(platform))) {
			MongoCollection<Document> collection = collection(client);
			while (true) {
				int id = next.incrementAndGet();
				collection.insertOne(new Document("_id", id).append("email", email(id)));
				acknowledged.add(id);
			}
		}
		catch (MongoException ex) {
			// The store was killed: the last insert is not acknowledged.
			assertThat(ex).isNotNull();
		}
	}

	private static void createUniqueIndex(TestPlatform platform) {
		try (MongoClient client = MongoClients.create(uri(platform))) {
			collection(client).createIndex(Indexes.ascending("email"), new IndexOptions().unique(true));
		}
	}

	private static List<Integer> lost(TestPlatform platform, Set<Integer> acknowledged) {
		try (MongoClient client = MongoClients.create(uri(platform))) {
			MongoCollection<Document> collection = collection(client);
			return acknowledged.stream()
				.filter((id) -> collection.find(Filters.eq(id)).first() == null
						|| collection.find(Filters.eq("email", email(id))).first() == null)
				.toList();
		}
	}

	/**
	 * An insert without an acknowledgement is stored completely or not at all.
	 */
	private static List<Integer> withoutIndexEntry(TestPlatform platform) {
		try (MongoClient client = MongoClients.create(uri(platform))) {
			MongoCollection<Document> collection = collection(client);
			List<Integer> ids = new ArrayList<>();
			collection.find().forEach((document) -> ids.add(document.getInteger("_id")));
			return ids.stream()
				.filter((id) -> collection.find(Filters.eq("email", email(id))).first() == null)
				.toList();
		}
	}

	private static String email(int id) {
		return "user-" + id + "@example.com";
	}

	private static MongoCollection<Document> collection(MongoClient client) {
		return client.getDatabase("test").getCollection("inserts");
	}

	private static String uri(TestPlatform platform) {
		return platform.storeUri("test") + "&serverSelectionTimeoutMS=2000";
	}

}
