package dev.rollcall.projection;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

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
 * The collection {@code projections}: which generations there are and which one is
 * active. Any number of instances may start at once: one of them makes the first
 * generation.
 */
final class Generations {

	private static final String COLLECTION = "projections";

	private final ProjectionDatabase database;

	private final String service;

	private final Clock clock;

	/** By projection: the active generation, which does not change while this runs. */
	private final Map<String, Generation> active = new ConcurrentHashMap<>();

	private final Set<String> named = ConcurrentHashMap.newKeySet();

	Generations(ProjectionDatabase database, String service, Clock clock) {
		this.database = database;
		this.service = service;
		this.clock = clock;
	}

	/**
	 * Finds the active generation of the projection's version, and makes one where there
	 * is none.
	 * @param projection the projection
	 * @return the generation
	 */
	Mono<Generation> active(Projection projection) {
		Generation known = this.active.get(projection.name());
		return (known != null) ? Mono.just(known) : find(projection).switchIfEmpty(Mono.defer(() -> make(projection)));
	}

	private Mono<Generation> find(Projection projection) {
		return stored(projection.name()).mapNotNull((stored) -> active(stored, projection))
			.doOnNext((found) -> this.active.put(projection.name(), found));
	}

	private static @Nullable Generation active(Document stored, Projection projection) {
		Integer number = stored.get("active", new Document()).getInteger(version(projection));
		return (number != null) ? generation(stored, number) : null;
	}

	private Mono<Generation> make(Projection projection) {
		return stored(projection.name()).map((stored) -> nextNumber(stored))
			.flatMap((number) -> add(projection, number))
			.switchIfEmpty(Mono.defer(() -> insertFirst(projection)))
			.then(Mono.defer(() -> find(projection)));
	}

	/** Another instance may have been faster: what counts is what is found then. */
	private Mono<Boolean> insertFirst(Projection projection) {
		Document first = new Document("_id", projection.name()).append("active", new Document(version(projection), 1))
			.append("generations", List.of(described(projection, 1)));
		return this.database.one(COLLECTION, (projections) -> projections.insertOne(first))
			.thenReturn(true)
			.onErrorResume(Generations::isDuplicate, (ex) -> Mono.just(false));
	}

	private Mono<Boolean> add(Projection projection, int number) {
		String active = "active." + version(projection);
		Bson free = Filters.and(Filters.eq("_id", projection.name()), Filters.exists(active, false),
				Filters.ne("generations.number", number));
		Bson added = Updates.combine(Updates.set(active, number),
				Updates.push("generations", described(projection, number)));
		return this.database.one(COLLECTION, (projections) -> projections.updateOne(free, added))
			.map((result) -> result.getModifiedCount() == 1);
	}

	private Document described(Projection projection, int number) {
		return new Document("number", number).append("version", projection.version())
			.append("collections", List.of(Generation.collection(projection.name(), number)))
			.append("group", this.service + "-" + projection.name() + "-g" + number)
			.append("state", new Document("startedAt", Date.from(this.clock.instant())));
	}

	private static int nextNumber(Document stored) {
		return 1 + stored.getList("generations", Document.class)
			.stream()
			.mapToInt((generation) -> generation.getInteger("number"))
			.max()
			.orElse(0);
	}

	/**
	 * Names a side collection, before it is first written to.
	 * @param generation the generation
	 * @param collection the collection's whole name
	 */
	void name(Generation generation, String collection) {
		if (!this.named.contains(collection)) {
			update(generation, Updates.addToSet("generations.$[g].collections", collection),
					Filters.eq("g.number", generation.number()));
			this.named.add(collection);
		}
	}

	/**
	 * Notes how far the topics reach, unless an instance has done so.
	 * @param generation the generation
	 * @param targets the ends of the partitions that hold something
	 * @return the generation as stored then
	 */
	Generation aim(Generation generation, Map<TopicPartition, Long> targets) {
		update(generation, Updates.set("generations.$[g].targets", Generation.stored(targets)),
				without(generation, "g.targets"));
		return settle(generation);
	}

	/**
	 * Notes partitions that have been read to their target, and with the last of them
	 * that the generation has caught up.
	 * @param generation the generation
	 * @param partitions the partitions; none to see what the other instances reached
	 * @return the generation as stored then
	 */
	Generation reached(Generation generation, Collection<TopicPartition> partitions) {
		if (!partitions.isEmpty()) {
			List<String> names = partitions.stream().map(TopicPartition::toString).toList();
			update(generation, Updates.addEachToSet("generations.$[g].state.reached", names),
					Filters.eq("g.number", generation.number()));
		}
		return settle(generation);
	}

	private Generation settle(Generation generation) {
		Generation current = reload(generation);
		if (!current.isComplete() || current.caughtUp()) {
			return current;
		}
		update(generation, Updates.set("generations.$[g].state.caughtUpAt", Date.from(this.clock.instant())),
				without(generation, "g.state.caughtUpAt"));
		return reload(generation);
	}

	private Generation reload(Generation generation) {
		Generation current = stored(generation.projection()).map((stored) -> generation(stored, generation.number()))
			.block();
		if (current == null) {
			throw new IllegalStateException("No longer in " + COLLECTION + ": " + generation.collection());
		}
		return current;
	}

	private void update(Generation generation, Bson update, Bson filter) {
		UpdateOptions options = new UpdateOptions().arrayFilters(new ArrayList<>(List.of(filter)));
		this.database.await(COLLECTION,
				(projections) -> projections.updateOne(Filters.eq("_id", generation.projection()), update, options));
	}

	/** Fields side by side: the embedded store takes no operator in an array filter. */
	private static Bson without(Generation generation, String field) {
		return new Document("g.number", generation.number()).append(field, new Document("$exists", false));
	}

	private Mono<Document> stored(String projection) {
		return this.database.one(COLLECTION, (projections) -> projections.find(Filters.eq("_id", projection)).first());
	}

	private static Generation generation(Document stored, int number) {
		return stored.getList("generations", Document.class)
			.stream()
			.filter((generation) -> generation.getInteger("number") == number)
			.map((generation) -> Generation.of(stored.getString("_id"), generation))
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("No generation " + number + " in " + COLLECTION));
	}

	private static String version(Projection projection) {
		return Integer.toString(projection.version());
	}

	private static boolean isDuplicate(Throwable ex) {
		return ex instanceof MongoWriteException write && write.getError().getCategory() == ErrorCategory.DUPLICATE_KEY;
	}

}
