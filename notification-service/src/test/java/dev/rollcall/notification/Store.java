package dev.rollcall.notification;

import java.time.Duration;
import java.util.List;

import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoCollection;
import org.awaitility.Awaitility;
import org.bson.Document;
import reactor.core.publisher.Flux;

/**
 * The service's store, seen from outside.
 */
final class Store implements AutoCloseable {

	private static final Duration LIMIT = Duration.ofSeconds(60);

	private final MongoClient client = MongoClients.create(Platform.PLATFORM.storeUri("notification"));

	private final String database;

	Store(String database) {
		this.database = database;
	}

	List<Document> find(String collection, Document query) {
		List<Document> found = Flux.from(collection(collection).find(query)).collectList().block(LIMIT);
		return (found != null) ? found : List.of();
	}

	void insert(String collection, Document document) {
		Flux.from(collection(collection).insertOne(document)).blockLast(LIMIT);
	}

	List<Document> await(String collection, Document query, int count) {
		return Awaitility.await()
			.atMost(LIMIT)
			.pollInterval(Duration.ofMillis(100))
			.until(() -> find(collection, query), (found) -> found.size() == count);
	}

	private MongoCollection<Document> collection(String name) {
		return this.client.getDatabase(this.database).getCollection(name);
	}

	@Override
	public void close() {
		this.client.close();
	}

}
