package dev.rollcall.outbox;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import com.mongodb.MongoCommandException;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import org.bson.Document;
import reactor.core.publisher.Flux;

/**
 * A TTL index. A store refuses to create it with a different time, so an existing index
 * is changed in place or, where the store cannot do that, dropped.
 */
final class ExpiryIndex {

	private static final String EXPIRY = "expireAfterSeconds";

	private final Store store;

	private final String collection;

	private final String field;

	private final long seconds;

	ExpiryIndex(Store store, String collection, String field, Duration kept) {
		this.store = store;
		this.collection = collection;
		this.field = field;
		this.seconds = kept.toSeconds();
	}

	void create() {
		this.store.all(this.collection, (documents) -> Flux.from(documents.listIndexes()))
			.stream()
			.filter(this::isOfTheField)
			.filter((index) -> !isAsWanted(index))
			.forEach((index) -> change(Objects.requireNonNull(index.getString("name"), "name")));
		this.store.createIndex(this.collection, Indexes.ascending(this.field),
				new IndexOptions().expireAfter(this.seconds, TimeUnit.SECONDS));
	}

	private boolean isOfTheField(Document index) {
		return index.get("key", new Document()).keySet().equals(Set.of(this.field));
	}

	private boolean isAsWanted(Document index) {
		return index.get(EXPIRY) instanceof Number found && found.longValue() == this.seconds;
	}

	private void change(String name) {
		try {
			this.store.command(new Document("collMod", this.collection).append("index",
					new Document("name", name).append(EXPIRY, this.seconds)));
		}
		catch (MongoCommandException ex) {
			this.store.one(this.collection, (documents) -> documents.dropIndex(name));
		}
	}

}
