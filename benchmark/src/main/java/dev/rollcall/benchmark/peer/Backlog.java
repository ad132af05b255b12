package dev.rollcall.benchmark.peer;

import java.util.List;

import com.mongodb.ConnectionString;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.model.Filters;
import dev.rollcall.local.process.Home;
import dev.rollcall.local.topic.ConsumerLag;

/**
 * The work of a system that responses did not wait for: messages to publish, records to
 * consume.
 */
final class Backlog {

	/** The end of a transaction takes an offset, so a few records always stay. */
	private static final long DRAINED = 100;

	private static final List<Outbox> OUTBOXES = List.of(new Outbox("registration", "accounts"),
			new Outbox("session", "sessions"));

	private final Home home;

	Backlog(Home home) {
		this.home = home;
	}

	boolean isEmpty() throws InterruptedException {
		return OUTBOXES.stream().allMatch(this::isPublished) && lag() <= DRAINED;
	}

	/** A document with pending messages has a slot. */
	private boolean isPublished(Outbox outbox) {
		String uri = this.home.storeUri(outbox.store());
		try (MongoClient mongo = MongoClients.create(uri)) {
			return mongo.getDatabase(String.valueOf(new ConnectionString(uri).getDatabase()))
				.getCollection(outbox.collection())
				.countDocuments(Filters.exists("outboxSlot")) == 0;
		}
	}

	private long lag() throws InterruptedException {
		return ConsumerLag.byGroup(this.home.bootstrapServers()).values().stream().mapToLong(Long::longValue).sum();
	}

	private record Outbox(String store, String collection) {
	}

}
