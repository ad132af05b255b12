package dev.rollcall.verification;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.result.UpdateResult;
import com.mongodb.reactivestreams.client.MongoCollection;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

import org.springframework.data.mongodb.ReactiveMongoDatabaseFactory;

/**
 * What the instances of a service share about verifications, in the collection
 * {@code verification}: the lease of the instance that runs them, how far scheduled runs
 * have come, and the last results. Blocks.
 */
final class VerificationStore {

	static final String COLLECTION = "verification";

	private static final String LEASE = "lease";

	private static final String OWNER = "owner";

	private static final String BEAT = "beat";

	private static final String FINISHED_AT = "finishedAt";

	private static final String LEFT = "left";

	private final ReactiveMongoDatabaseFactory database;

	private final Duration timeout;

	private final Duration silence;

	private final String instance = UUID.randomUUID().toString();

	private @Nullable Document seen;

	private long seenAt;

	/**
	 * Creates the state of an instance.
	 * @param timeout how long one call of the store may take
	 * @param silence how long this instance sees no beat of the owner before it takes the
	 * lease over
	 */
	VerificationStore(ReactiveMongoDatabaseFactory database, Duration timeout, Duration silence) {
		this.silence = silence;
		this.database = database;
		this.timeout = timeout;
	}

	/** Takes the lease unless another instance has it. */
	synchronized boolean claim() {
		Document lease = find(LEASE);
		if (lease == null) {
			Bson free = Filters.and(Filters.eq("_id", LEASE), Filters.exists(OWNER, false));
			one((documents) -> documents.updateOne(Filters.eq("_id", LEASE), Updates.setOnInsert(BEAT, 0L),
					new UpdateOptions().upsert(true)));
			return take(free);
		}
		String owner = lease.getString(OWNER);
		if (owner == null || owner.equals(this.instance)) {
			return take(Filters.and(Filters.eq("_id", LEASE), Filters.eq(OWNER, owner)));
		}
		Document beat = new Document(OWNER, owner).append(BEAT, lease.get(BEAT));
		if (!beat.equals(this.seen)) {
			this.seen = beat;
			this.seenAt = System.nanoTime();
		}
		return System.nanoTime() - this.seenAt > this.silence.toNanos() && take(
				Filters.and(Filters.eq("_id", LEASE), Filters.eq(OWNER, owner), Filters.eq(BEAT, beat.get(BEAT))));
	}

	private boolean take(Bson asSeen) {
		UpdateResult result = one((documents) -> documents.updateOne(asSeen,
				Updates.combine(Updates.set(OWNER, this.instance), Updates.inc(BEAT, 1L))));
		return result != null && result.getModifiedCount() == 1;
	}

	/** Shows that this instance is alive, while it has the lease. */
	void beat() {
		one((documents) -> documents.updateOne(own(), Updates.inc(BEAT, 1L)));
	}

	/** Releases the lease after a run. */
	void release() {
		one((documents) -> documents.updateOne(own(),
				Updates.combine(Updates.unset(OWNER), Updates.set(FINISHED_AT, new Date()))));
	}

	private Bson own() {
		return Filters.and(Filters.eq("_id", LEASE), Filters.eq(OWNER, this.instance));
	}

	/** Whether no run of any instance has ended within a time. */
	boolean isDue(Duration interval) {
		Document lease = find(LEASE);
		Date finished = (lease != null) ? lease.getDate(FINISHED_AT) : null;
		return finished == null || Duration.between(finished.toInstant(), Instant.now()).compareTo(interval) >= 0;
	}

	Checkpoint checkpoint(String verification) {
		return new Checkpoint() {

			@Override
			public Document read() {
				Document found = find("progress-" + verification);
				return (found != null) ? found : new Document();
			}

			@Override
			public void save(Document progress) {
				put("progress-" + verification, progress);
			}

		};
	}

	/** Keeps the result of a verification for the other instances. */
	void save(String verification, Map<Difference.Kind, Long> left) {
		Document counts = new Document();
		left.forEach((kind, count) -> counts.put(kind.name().toLowerCase(Locale.ROOT), count));
		put("result-" + verification, new Document(LEFT, counts).append(FINISHED_AT, new Date()));
	}

	/** Returns the last result of a verification, of whichever instance. */
	@Nullable Result result(String verification) {
		Document found = find("result-" + verification);
		if (found == null) {
			return null;
		}
		Document counts = found.get(LEFT, new Document());
		Map<Difference.Kind, Long> left = new EnumMap<>(Difference.Kind.class);
		for (Difference.Kind kind : Difference.Kind.values()) {
			left.put(kind, (counts.get(kind.name().toLowerCase(Locale.ROOT)) instanceof Number count)
					? count.longValue() : 0L);
		}
		return new Result(left, Duration.between(found.getDate(FINISHED_AT).toInstant(), Instant.now()));
	}

	private @Nullable Document find(String id) {
		return one((documents) -> documents.find(Filters.eq("_id", id)).first());
	}

	private void put(String id, Document content) {
		Document document = new Document(new LinkedHashMap<>(content)).append("_id", id);
		one((documents) -> documents.replaceOne(Filters.eq("_id", id), document, new ReplaceOptions().upsert(true)));
	}

	private <T> @Nullable T one(Function<MongoCollection<Document>, Publisher<T>> operation) {
		WriteConcern durable = WriteConcern.MAJORITY.withJournal(true)
			.withWTimeout(this.timeout.toMillis(), TimeUnit.MILLISECONDS);
		return this.database.getMongoDatabase()
			.map((found) -> found.getCollection(COLLECTION)
				.withReadPreference(ReadPreference.primary())
				.withReadConcern(ReadConcern.MAJORITY)
				.withWriteConcern(durable))
			.flatMap((collection) -> Mono.from(operation.apply(collection)))
			.block(this.timeout);
	}

	/**
	 * The last result of a verification.
	 *
	 * @param left the differences that were left
	 */
	record Result(Map<Difference.Kind, Long> left, Duration age) {

	}

}
