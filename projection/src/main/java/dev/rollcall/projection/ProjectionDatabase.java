package dev.rollcall.projection;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import org.bson.Document;
import org.bson.codecs.configuration.CodecRegistry;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.data.mongodb.ReactiveMongoDatabaseFactory;

/**
 * The service's database: writes are majority and journaled, reads majority and from the
 * primary; each operation has a time limit.
 */
final class ProjectionDatabase {

	private final ReactiveMongoDatabaseFactory databases;

	private final Duration limit;

	ProjectionDatabase(ReactiveMongoDatabaseFactory databases, Duration limit) {
		this.databases = databases;
		this.limit = limit;
	}

	private Mono<MongoCollection<Document>> collection(String name) {
		return this.databases.getMongoDatabase()
			.map(ProjectionDatabase::durable)
			.map((database) -> database.getCollection(name));
	}

	/** At the limit, the work ends in the store, too. */
	Mono<MongoCollection<Document>> limited(String name) {
		return collection(name)
			.map((collection) -> collection.withTimeout(this.limit.toMillis(), TimeUnit.MILLISECONDS));
	}

	private static MongoDatabase durable(MongoDatabase database) {
		return database.withWriteConcern(WriteConcern.MAJORITY.withJournal(true))
			.withReadConcern(ReadConcern.MAJORITY)
			.withReadPreference(ReadPreference.primary());
	}

	Duration limit() {
		return this.limit;
	}

	CodecRegistry codecs(String collection) {
		return collection(collection).map(MongoCollection::getCodecRegistry).blockOptional(this.limit).orElseThrow();
	}

	/** Returns the names of all collections. */
	List<String> collections() {
		List<String> names = this.databases.getMongoDatabase()
			.flatMapMany(MongoDatabase::listCollectionNames)
			.collectList()
			.timeout(this.limit)
			.block();
		return (names != null) ? names : List.of();
	}

	void drop(String collection) {
		one(collection, MongoCollection::drop).block();
	}

	/** Does something with a collection, at most for the time limit. */
	<T> Mono<T> one(String collection, Operation<T> operation) {
		return limited(collection).flatMap((target) -> Mono.from(operation.on(target))).timeout(this.limit);
	}

	/**
	 * Runs an operation on a collection and waits for its end, at most for the time
	 * limit.
	 */
	<T> @Nullable T await(String collection, Operation<T> operation) {
		return one(collection, operation).block(this.limit.multipliedBy(2));
	}

	/** Reads documents within the time limit, blocking. */
	List<Document> awaitAll(String collection, Operation<Document> operation) {
		List<Document> all = limited(collection).flatMapMany((target) -> Flux.from(operation.on(target)))
			.collectList()
			.timeout(this.limit)
			.block(this.limit.multipliedBy(2));
		return (all != null) ? all : List.of();
	}

	/** An operation on a collection. */
	@FunctionalInterface
	interface Operation<T> {

		Publisher<T> on(MongoCollection<Document> collection);

	}

}
