package dev.rollcall.projection;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Predicate;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import org.apache.kafka.common.TopicPartition;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The collection {@code projections}: the generations of each projection, and which one
 * is active. Any number of instances may change it: each change is one write, guarded by
 * {@code revision}, which every change raises.
 */
final class Generations {

	private static final String COLLECTION = "projections";

	private static final String REVISION = "revision";

	private static final int MAX_ATTEMPTS = 50;

	/** Majority reads lag behind the change that was faster. */
	private static final Duration PAUSE = Duration.ofMillis(20);

	private final ProjectionDatabase database;

	private final String service;

	private final Clock clock;

	/** By projection: the active generation, as last read. */
	private final Map<String, Generation> active = new ConcurrentHashMap<>();

	private final Set<String> named = ConcurrentHashMap.newKeySet();

	Generations(ProjectionDatabase database, String service, Clock clock) {
		this.database = database;
		this.service = service;
		this.clock = clock;
	}

	/** Returns the active generation as last read, like {@link #state}. */
	Mono<Generation> active(Projection projection) {
		Generation known = this.active.get(projection.name());
		return (known != null) ? Mono.just(known)
				: state(projection).flatMap((state) -> Mono.justOrEmpty(state.active()));
	}

	/** Reads the generations; adds the first one of the projection's version. */
	Mono<ProjectionState> state(Projection projection) {
		return read(projection).filter((state) -> state.active().isPresent())
			.switchIfEmpty(Mono.defer(() -> addFirst(projection))
				.then(Mono.defer(() -> read(projection))
					.repeatWhenEmpty(MAX_ATTEMPTS, (empty) -> empty.delayElements(PAUSE))))
			.doOnNext((state) -> state.active().ifPresent((found) -> this.active.put(projection.name(), found)));
	}

	private Mono<ProjectionState> read(Projection projection) {
		return stored(projection.name()).map((stored) -> ProjectionState.of(stored, projection.version()));
	}

	/** Loses against a faster instance without an error: the caller reads again. */
	private Mono<Boolean> addFirst(Projection projection) {
		GenerationChanges changes = changes(projection);
		return stored(projection.name()).flatMap((stored) -> {
			Document changed = changes.addedFirst(stored);
			return (changed != null) ? replace(stored, changed) : Mono.just(false);
		}).switchIfEmpty(Mono.defer(() -> insert(changes.first().append(REVISION, 1L))));
	}

	private Mono<Boolean> insert(Document first) {
		return this.database.one(COLLECTION, (projections) -> projections.insertOne(first))
			.thenReturn(true)
			.onErrorResume(Generations::isDuplicate, (ex) -> Mono.just(false));
	}

	/**
	 * Starts another generation.
	 * @throws RebuildRefused if one is being built
	 */
	void start(Projection projection) {
		change(projection, GenerationChanges::started);
	}

	/**
	 * Cancels the generation that is being built.
	 * @throws RebuildRefused if none is
	 */
	void cancel(Projection projection) {
		change(projection, GenerationChanges::cancelled);
	}

	/**
	 * Makes a generation active.
	 * @return false if it is no longer being built, or what it replaces is not active
	 */
	boolean cutOver(Projection projection, int number, Document findings) {
		return change(projection, (changes, stored) -> changes.cutOver(stored, number, findings));
	}

	/** Sets the end offsets that a generation must reach before it is made active. */
	void setLastTargets(Projection projection, int number, Map<TopicPartition, Long> ends) {
		change(projection, (changes, stored) -> changes.targeted(stored, number, ends));
	}

	/**
	 * Makes the former generation active again.
	 * @throws RebuildRefused if there is none, or one is being built
	 */
	void rollback(Projection projection) {
		change(projection, GenerationChanges::rolledBack);
	}

	/** Prevents a generation that is being built from becoming active. */
	void stop(Projection projection, int number, Document findings) {
		change(projection, (changes, stored) -> changes.stopped(stored, number, findings));
	}

	/**
	 * Removes unused generations: former ones, and those of other versions.
	 * @return whether there were any
	 */
	boolean drop(Projection projection, Predicate<Generation> wanted) {
		return change(projection, (changes, stored) -> changes.dropped(stored, wanted));
	}

	/**
	 * Claims the comparison of a generation for an instance.
	 * @param since claims older than this have expired
	 * @return false if another instance has claimed it
	 */
	boolean claim(Projection projection, int number, String instance, Instant since) {
		return change(projection, (changes, stored) -> changes.claimed(stored, number, instance, since));
	}

	/**
	 * Tries again where another change was faster; returns whether it changed anything.
	 */
	private boolean change(Projection projection, BiFunction<GenerationChanges, Document, @Nullable Document> change) {
		for (int i = 0; i < MAX_ATTEMPTS; i++) {
			Document stored = stored(projection.name()).block();
			Document changed = (stored != null) ? change.apply(changes(projection), stored) : null;
			if (stored == null || changed == null) {
				return false;
			}
			if (Boolean.TRUE.equals(replace(stored, changed).block())) {
				state(projection).block();
				return true;
			}
			Mono.delay(PAUSE).block();
		}
		throw new IllegalStateException("Changing the generations of projection " + projection.name()
				+ " failed: other instances came first in " + MAX_ATTEMPTS + " attempts");
	}

	private GenerationChanges changes(Projection projection) {
		return new GenerationChanges(projection, this.service, this.clock);
	}

	/** Returns false if the document has changed since it was read. */
	private Mono<Boolean> replace(Document stored, Document changed) {
		Bson unchanged = stored.containsKey(REVISION) ? Filters.eq(REVISION, stored.get(REVISION))
				: Filters.exists(REVISION, false);
		List<Bson> updates = new ArrayList<>();
		updates.add(Updates.inc(REVISION, 1L));
		changed.forEach((field, value) -> {
			if (!field.equals("_id") && !field.equals(REVISION)) {
				updates.add(Updates.set(field, value));
			}
		});
		return this.database.one(COLLECTION,
				(projections) -> projections.updateOne(
						Filters.and(Filters.eq("_id", stored.getString("_id")), unchanged), Updates.combine(updates)))
			.map((result) -> result.getModifiedCount() == 1);
	}

	/** Names a side collection, which must happen before the first write to it. */
	void name(Generation generation, String collection) {
		if (!this.named.contains(collection)) {
			update(generation, Updates.addToSet("generations.$[g].collections", collection), itself(generation));
			this.named.add(collection);
		}
	}

	/**
	 * Sets the end offsets that a generation must reach first, unless an instance has
	 * done so.
	 * @return the generation as stored then
	 */
	Generation setTargets(Generation generation, Map<TopicPartition, Long> targets) {
		update(generation, Updates.set("generations.$[g].targets", Generation.stored(targets)),
				without(generation, "g.targets"));
		return noteCaughtUp(generation);
	}

	/**
	 * Notes partitions that have reached their end offsets, and with the last of them
	 * that the generation has caught up.
	 * @param partitions may be empty, to read what other instances have noted
	 * @return the generation as stored then
	 */
	Generation reached(Generation generation, Collection<TopicPartition> partitions) {
		if (!partitions.isEmpty()) {
			update(generation, Updates.addEachToSet("generations.$[g].state.reached", generation.marks(partitions)),
					itself(generation));
		}
		return noteCaughtUp(generation);
	}

	private Generation noteCaughtUp(Generation generation) {
		Generation current = reload(generation);
		if (!current.isComplete() || current.caughtUp()) {
			return current;
		}
		update(generation, Updates.set("generations.$[g].state.caughtUpAt", Date.from(this.clock.instant())),
				without(generation, "g.state.caughtUpAt"));
		return reload(generation);
	}

	/**
	 * Reads a generation again.
	 * @throws IllegalStateException if it was removed
	 */
	Generation reload(Generation generation) {
		return stored(generation.projection()).blockOptional()
			.flatMap((stored) -> ProjectionState.of(stored, generation.version()).find(generation.number()))
			.filter((current) -> current.startedAt().equals(generation.startedAt()))
			.orElseThrow(() -> new IllegalStateException("Generation " + generation.collection() + " was removed"));
	}

	private void update(Generation generation, Bson update, Bson filter) {
		UpdateOptions options = new UpdateOptions().arrayFilters(List.of(filter));
		this.database.await(COLLECTION,
				(projections) -> projections.updateOne(Filters.eq("_id", generation.projection()),
						Updates.combine(update, Updates.inc(REVISION, 1L)), options));
	}

	/** Fields side by side: the embedded store knows no operators in an array filter. */
	private static Bson without(Generation generation, String field) {
		return itself(generation).append(field, new Document("$exists", false));
	}

	/** Excludes one of the same number that was started after the store was lost. */
	private static Document itself(Generation generation) {
		return new Document("g.number", generation.number()).append("g.state." + Generation.STARTED_AT,
				generation.startedAt());
	}

	private Mono<Document> stored(String projection) {
		return this.database.one(COLLECTION, (projections) -> projections.find(Filters.eq("_id", projection)).first());
	}

	private static boolean isDuplicate(Throwable ex) {
		return ex instanceof MongoWriteException write && write.getError().getCategory() == ErrorCategory.DUPLICATE_KEY;
	}

}
