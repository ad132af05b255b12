package dev.rollcall.notification.delivery;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import com.mongodb.reactivestreams.client.FindPublisher;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.data.mongodb.ReactiveMongoDatabaseFactory;

import static org.assertj.core.api.Assertions.assertThat;

class DeliveriesTests {

	private final List<Document> done = new ArrayList<>();

	private final ReactiveMongoDatabaseFactory store = proxy(ReactiveMongoDatabaseFactory.class);

	@Test
	void pendingDeliveriesOfADeletedUserAreDone() {
		Intervals intervals = new Intervals(this.store, Duration.ofHours(1), Duration.ofDays(3), Clock.systemUTC());
		new Deliveries(this.store, intervals, Duration.ofDays(3), Clock.systemUTC()).erase("user").block();
		assertThat(this.done).singleElement()
			.satisfies((end) -> assertThat(end).containsEntry("_id", "pending")
				.containsEntry("outcome", "suppressed")
				.containsEntry("reason", "erased")
				.doesNotContainKey("address"));
	}

	@SuppressWarnings("unchecked") // a proxy gets its arguments untyped
	private Object answer(Method method, Object[] arguments) {
		return switch (method.getName()) {
			case "getMongoDatabase" -> Mono.just(proxy(MongoDatabase.class));
			case "getCollection" -> proxy(MongoCollection.class);
			case "find" -> proxy(FindPublisher.class);
			case "subscribe" -> {
				Flux.just(new Document("_id", "pending").append("attempts", 1).append("address", "ada@example.com"))
					.subscribe((Subscriber<? super Document>) arguments[0]);
				yield null;
			}
			case "insertMany" -> {
				this.done.addAll((List<Document>) arguments[0]);
				yield Mono.empty();
			}
			default -> Mono.empty();
		};
	}

	private <T> T proxy(Class<T> type) {
		return type.cast(Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { type },
				(proxy, method, arguments) -> answer(method, arguments)));
	}

}
