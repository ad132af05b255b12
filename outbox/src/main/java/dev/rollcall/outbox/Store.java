package dev.rollcall.outbox;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.cursor.TimeoutMode;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.reactivestreams.client.FindPublisher;
import com.mongodb.reactivestreams.client.MongoCollection;
import dev.rollcall.verification.Pages;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.data.mongodb.ReactiveMongoDatabaseFactory;

/**
 * The service's database for the relay's threads. Reads use the primary and majority
 * concern; writes are acknowledged by a majority, with journal. Each call blocks and has
 * a time limit, at which its work ends on the server, too.
 */
final class Store {

	static final int PAGE = 500;

	private final ReactiveMongoDatabaseFactory database;

	private final Duration timeout;

	Store(ReactiveMongoDatabaseFactory database, Duration timeout) {
		this.database = database;
		this.timeout = timeout;
	}

	<T> @Nullable T one(String collection, Function<MongoCollection<Document>, Publisher<T>> call) {
		return limited(collection).flatMap((found) -> Mono.from(call.apply(found))).block(this.timeout);
	}

	<T> List<T> all(String collection, Function<MongoCollection<Document>, Flux<T>> call) {
		List<T> found = limited(collection).flatMapMany(call).collectList().block(this.timeout);
		return (found != null) ? found : List.of();
	}

	/**
	 * Passes documents one by one, on the caller's thread. The time limit applies to each
	 * page of documents, without the time that the caller needs.
	 */
	<T> void each(String collection, Function<MongoCollection<Document>, FindPublisher<T>> operation,
			Consumer<T> each) {
		pages(collection, operation, (page) -> page.forEach(each));
	}

	/** Passes up to {@value #PAGE} documents at once, like {@link #each}. */
	<T> void pages(String collection, Function<MongoCollection<Document>, FindPublisher<T>> operation,
			Consumer<List<T>> page) {
		Pages.forEach(
				limited(collection).flatMapMany((found) -> operation.apply(found).timeoutMode(TimeoutMode.ITERATION)),
				PAGE, this.timeout, page);
	}

	/**
	 * Creates an index. Only the wait for it is limited: the build of a large
	 * collection's index goes on, and the next call finds it.
	 */
	void createIndex(String collection, Bson keys, IndexOptions options) {
		collection(collection).map((found) -> found.withTimeout(0, TimeUnit.MILLISECONDS))
			.flatMap((found) -> Mono.from(found.createIndex(keys, options)))
			.block(this.timeout);
	}

	/** Runs a command for which the driver has no method. */
	void command(Document command) {
		this.database.getMongoDatabase().flatMap((found) -> Mono.from(found.runCommand(command))).block(this.timeout);
	}

	private Mono<MongoCollection<Document>> limited(String name) {
		return collection(name)
			.map((collection) -> collection.withTimeout(this.timeout.toMillis(), TimeUnit.MILLISECONDS));
	}

	private Mono<MongoCollection<Document>> collection(String name) {
		WriteConcern durable = WriteConcern.MAJORITY.withJournal(true)
			.withWTimeout(this.timeout.toMillis(), TimeUnit.MILLISECONDS);
		return this.database.getMongoDatabase()
			.map((database) -> database.getCollection(name)
				.withReadPreference(ReadPreference.primary())
				.withReadConcern(ReadConcern.MAJORITY)
				.withWriteConcern(durable));
	}

}
