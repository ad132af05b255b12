package dev.rollcall.registration.account;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.mongodb.client.result.UpdateResult;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.data.mongodb.ReactiveMongoDatabaseFactory;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.convert.MongoConverter;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.UpdateDefinition;

/**
 * A store whose majority reads of one collection lag behind the primary, as on a real
 * replica set (F19): a write is guarded by the newest document, but is acknowledged, and
 * visible to reads of its document, only after the lag. Without a lag, the store itself.
 */
final class LaggingStore extends ReactiveMongoTemplate {

	private final Map<Object, View> views = new ConcurrentHashMap<>();

	private final Set<Object> invisible = ConcurrentHashMap.newKeySet();

	private final Map<String, Duration> lags = new ConcurrentHashMap<>();

	LaggingStore(ReactiveMongoDatabaseFactory factory, MongoConverter converter) {
		super(factory, converter);
	}

	/** Other collections do not lag, so that requests at the same time stay together. */
	void lag(String collection, Duration lag) {
		this.lags.put(collection, lag);
	}

	private Duration lag(String collection) {
		return this.lags.getOrDefault(collection, Duration.ZERO);
	}

	@Override
	public <T> Mono<T> insert(T document, String collection) {
		Mono<T> write = super.insert(document, collection);
		if (lag(collection).isZero() || !(document instanceof Document inserted)) {
			return write;
		}
		Object id = inserted.get("_id");
		return Mono.defer(() -> {
			this.invisible.add(id);
			return write.delayUntil((written) -> Mono.delay(lag(collection)))
				.doFinally((end) -> this.invisible.remove(id));
		});
	}

	@Override
	public <T> Mono<T> findOne(Query query, Class<T> type, String collection) {
		return super.findOne(query, type, collection)
			.filter((found) -> !(found instanceof Document document) || !this.invisible.contains(document.get("_id")))
			.map((found) -> {
				View view = (found instanceof Document document) ? this.views.get(document.get("_id")) : null;
				return (view != null) ? type.cast(new Document(view.document())) : found;
			});
	}

	@Override
	public <T> Mono<T> findById(Object id, Class<T> type, String collection) {
		return Mono.defer(() -> {
			View view = this.views.get(id);
			return (view != null) ? Mono.just(type.cast(new Document(view.document())))
					: super.findById(id, type, collection);
		});
	}

	@Override
	public Mono<UpdateResult> updateFirst(Query query, UpdateDefinition update, String collection) {
		Object id = query.getQueryObject().get("_id");
		Mono<UpdateResult> write = super.updateFirst(query, update, collection);
		if (lag(collection).isZero() || !(id instanceof String)) {
			return write;
		}
		Mono<Document> newest = super.findById(id, Document.class, collection);
		return newest.doOnNext((former) -> begin(id, former))
			.flatMap((former) -> write.delayUntil((result) -> (result.getMatchedCount() == 1)
					? Mono.delay(lag(collection)).then(newest).doOnNext((written) -> end(id, written))
					: Mono.fromRunnable(() -> end(id, null))));
	}

	private void begin(Object id, Document former) {
		this.views.merge(id, new View(former, 1), (view, own) -> new View(view.document(), view.writers() + 1));
	}

	private void end(Object id, @Nullable Document written) {
		this.views.computeIfPresent(id, (key, view) -> (view.writers() == 1) ? null
				: new View((written != null) ? written : view.document(), view.writers() - 1));
	}

	/** What reads see while writes are in progress. */
	private record View(Document document, int writers) {

	}

}
