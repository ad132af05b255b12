package dev.rollcall.outbox;

import java.util.Collection;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * Deletes the copies of messages of deleted aggregates: all but tombstones and the events
 * of the deletion.
 */
final class Erasures {

	private final Store store;

	Erasures(Store store) {
		this.store = store;
	}

	void erase(Collection<String> aggregates) {
		Bson personal = Filters.and(Filters.in(PublishedMessages.AGGREGATE, aggregates),
				Filters.ne(OutboxMessage.PAYLOAD, null), Filters.ne(OutboxMessage.ERASES, true));
		this.store.one(PublishedMessages.COLLECTION, (messages) -> messages.deleteMany(personal));
	}

	/**
	 * Repeats earlier erasures: a paused previous owner may have copied a message later.
	 */
	void repeat() {
		this.store.pages(PublishedMessages.COLLECTION,
				(messages) -> messages.find(new Document(OutboxMessage.ERASES, true))
					.projection(Projections.include(PublishedMessages.AGGREGATE)),
				(page) -> erase(
						page.stream().map((message) -> message.getString(PublishedMessages.AGGREGATE)).toList()));
	}

}
