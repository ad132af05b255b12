package dev.rollcall.local.store;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import dev.rollcall.local.platform.Part;
import dev.rollcall.local.platform.TestPlatform;
import org.bson.Document;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class StoreIntegrationTests {

	@Test
	void everyAcknowledgedInsertSurvivesAKill() throws InterruptedException {
		try (TestPlatform platform = TestPlatform.start(new Part[] { Part.STORE })) {
			Set<Integer> acknowledged = new ConcurrentSkipListSet<>();
			AtomicInteger next = new AtomicInteger();
			Thread[] writers = IntStream.range(0, 4)
				.mapToObj((number) -> new Thread(() -> write(platform, next, acknowledged)))
				.toArray(Thread[]::new);
			for (Thread writer : writers) {
				writer.start();
			}
			await().atMost(Duration.ofMinutes(2)).until(() -> acknowledged.size() > 1000);
			platform.kill(Part.STORE);
			for (Thread writer : writers) {
				writer.join(60_000);
			}
			platform.start(Part.STORE);
			assertThat(stored(platform)).containsAll(acknowledged);
		}
	}

	private static void write(TestPlatform platform, AtomicInteger next, Set<Integer> acknowledged) {
		try (MongoClient client = MongoClients.create(uri(platform))) {
			MongoCollection<Document> collection = collection(client);
			while (true) {
				int id = next.incrementAndGet();
				collection.insertOne(new Document("_id", id));
				acknowledged.add(id);
			}
		}
		catch (MongoException ex) {
			// The kill: what was being written then was not acknowledged.
			assertThat(ex).isNotNull();
		}
	}

	private static Set<Integer> stored(TestPlatform platform) {
		try (MongoClient client = MongoClients.create(uri(platform))) {
			Set<Integer> ids = new ConcurrentSkipListSet<>();
			collection(client).find().forEach((document) -> ids.add(document.getInteger("_id")));
			return ids;
		}
	}

	private static MongoCollection<Document> collection(MongoClient client) {
		return client.getDatabase("test").getCollection("inserts");
	}

	private static String uri(TestPlatform platform) {
		return platform.storeUri("test") + "&serverSelectionTimeoutMS=2000";
	}

}
