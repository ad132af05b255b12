package dev.rollcall.outbox.example;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.rollcall.outbox.Outbox;
import dev.rollcall.outbox.OutboxMessage;
import org.bson.Document;
import reactor.core.publisher.Mono;

import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;
import org.springframework.stereotype.Component;

/**
 * The commands on an order. Each one writes the new state and its messages in one update
 * of the document.
 */
@Component
class Orders {

	static final String TOPIC = "order-events";

	private static final String COLLECTION = "orders";

	private final ReactiveMongoTemplate mongo;

	private final Outbox outbox;

	Orders(ReactiveMongoTemplate mongo, Outbox outbox) {
		this.mongo = mongo;
		this.outbox = outbox;
	}

	/** Places an order. */
	Mono<String> place(String item) {
		String id = UUID.randomUUID().toString();
		Document order = new Document("_id", id).append("revision", 1L).append("item", item).append("state", "placed");
		return this.mongo.insert(this.outbox.append(order, List.of(event(id, 1, "OrderPlaced"))), COLLECTION)
			.doOnSuccess((placed) -> this.outbox.wake(id))
			.thenReturn(id);
	}

	/**
	 * Ships an order.
	 * @return whether it had the given revision and was shipped
	 */
	Mono<Boolean> ship(String id, long revision) {
		Update update = new Update().inc("revision", 1).set("state", "shipped");
		this.outbox.append(update, id, List.of(event(id, revision + 1, "OrderShipped")));
		Query asSeen = Query
			.query(Criteria.where("_id").is(id).and("revision").is(revision).andOperator(this.outbox.room()));
		return this.mongo.updateFirst(asSeen, update, COLLECTION)
			.map((result) -> result.getModifiedCount() == 1)
			.doOnNext((shipped) -> this.outbox.wake(id));
	}

	private static OutboxMessage event(String order, long version, String type) {
		byte[] json = "{\"order\":\"%s\",\"version\":%d,\"type\":\"%s\"}".formatted(order, version, type)
			.getBytes(StandardCharsets.UTF_8);
		return new OutboxMessage(UUID.randomUUID().toString(), TOPIC, order, json, Map.of("type", type));
	}

}
