package dev.rollcall.outbox;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.model.Filters;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import org.bson.BsonDocument;
import org.bson.Document;
import org.junit.jupiter.api.Test;

import org.springframework.data.mongodb.core.SimpleReactiveMongoDatabaseFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Repeated erasures in a real store.
 */
class ErasuresIntegrationTests {

	private static final int DELETED = 2 * Store.PAGE + 1;

	private final Deletes deletes = new Deletes();

	@Test
	void manyErasuresAreRepeatedInPages() {
		String database = Platform.newService();
		MongoClientSettings settings = MongoClientSettings.builder()
			.applyConnectionString(new ConnectionString(Platform.PARTS.storeUri(database)))
			.addCommandListener(this.deletes)
			.build();
		try (MongoClient client = MongoClients.create(settings)) {
			Store store = new Store(new SimpleReactiveMongoDatabaseFactory(client, database), Duration.ofSeconds(20));
			List<Document> copies = IntStream.range(0, DELETED)
				.mapToObj(Integer::toString)
				.flatMap((id) -> Stream.of(copy(id).append(OutboxMessage.ERASES, true), copy(id)))
				.toList();
			store.one(PublishedMessages.COLLECTION, (messages) -> messages.insertMany(copies));
			new Erasures(store).repeat();
			Long left = store.one(PublishedMessages.COLLECTION,
					(messages) -> messages.countDocuments(Filters.exists(OutboxMessage.ERASES, false)));
			assertThat(left).isZero();
			assertThat(this.deletes.sizes).containsExactly(Store.PAGE, Store.PAGE, 1);
		}
	}

	private static Document copy(String aggregate) {
		return new Document(PublishedMessages.AGGREGATE, aggregate).append(OutboxMessage.PAYLOAD, "personal");
	}

	/**
	 * The number of documents that each deletion names.
	 */
	private static final class Deletes implements CommandListener {

		private final List<Integer> sizes = new CopyOnWriteArrayList<>();

		@Override
		public void commandStarted(CommandStartedEvent event) {
			if (event.getCommandName().equals("delete")) {
				BsonDocument delete = event.getCommand().getArray("deletes").get(0).asDocument();
				this.sizes.add(aggregates(delete.getDocument("q")));
			}
		}

		private static int aggregates(BsonDocument query) {
			BsonDocument condition = query.containsKey("$and") ? query.getArray("$and").get(0).asDocument() : query;
			return condition.getDocument(PublishedMessages.AGGREGATE).getArray("$in").size();
		}

	}

}
