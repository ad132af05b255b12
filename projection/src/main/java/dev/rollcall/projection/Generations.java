package dev.rollcall.projection;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.result.UpdateResult;
import org.apache.kafka.common.TopicPartition;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The collection {@code projections}: which generations there are and which one is
 * active. Any number of instances may start at once: one of them makes the first
 * generation. Each change is one write; those that depend on what else is there are
 * guarded by {@code revision}, which every change raises.
 */
final class Generations {

	private static final String COLLECTION = "projections";

	private static final String GENERATIONS = "generations";

	private static final String ACTIVE = "active";

	private static final String REVISION = "revision";

	private static final String LAST_NUMBER = "lastNumber";

	private static final int MOST_TRIES = 50;

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

	/**
	 * Finds the active generation of the projection's version, as last read; makes one
	 * where there is none.
	 * @param projection the projection
	 * @return the generation
	 */
	Mono<Generation> active(Projection projection) {
		Generation known = this.active.get(projection.name());
		return (known != null) ? Mono.just(known)
				: state(projection).flatMap((state) -> Mono.justOrEmpty(state.active()));
	}

	/**
	 * Reads what is there, and makes the first generation of the version where it is
	 * missing.
	 * @param projection the projection
	 * @return its generations
	 */
	Mono<ProjectionState> state(Projection projection) {
		return read(projection).filter((state) -> state.active().isPresent())
			.switchIfEmpty(Mono.defer(() -> make(projection)).then(Mono.defer(() -> read(projection))))
			.doOnNext((state) -> state.active().ifPresent((found) -> this.active.put(projection.name(), found)));
	}

	private Mono<ProjectionState> read(Projection projection) {
		return stored(projection.name()).map((stored) -> ProjectionState.of(stored, projection.version()));
	}

	private Mono<Boolean> make(Projection projection) {
		return stored(projection.name())
			.flatMap((stored) -> ProjectionState.of(stored, projection.version()).active().isPresent()
					? Mono.just(false) : add(projection, stored))
			.switchIfEmpty(Mono.defer(() -> insertFirst(projection)));
	}

	/** Another instance may have been faster: what counts is what is found then. */
	private Mono<Boolean> insertFirst(Projection projection) {
		Document first = new Document("_id", projection.name()).append(REVISION, 1L)
			.append(LAST_NUMBER, 1)
			.append(ACTIVE, new Document(version(projection), 1))
			.append(GENERATIONS, List.of(described(projection, 1, new Document())));
		return this.database.one(COLLECTION, (projections) -> projections.insertOne(first))
			.thenReturn(true)
			.onErrorResume(Generations::isDuplicate, (ex) -> Mono.just(false));
	}

	private Mono<Boolean> add(Projection projection, Document stored) {
		int number = nextNumber(stored);
		List<Document> all = all(stored);
		all.add(described(projection, number, new Document()));
		Bson added = Updates.combine(Updates.set(ACTIVE + "." + version(projection), number),
				Updates.set(LAST_NUMBER, number), Updates.set(GENERATIONS, all));
		return guarded(stored, added).map((result) -> result.getModifiedCount() == 1);
	}

	private Document described(Projection projection, int number, Document more) {
		Document state = new Document(Generation.STARTED_AT, now());
		state.putAll(more);
		return new Document("number", number).append("version", projection.version())
			.append("collections", List.of(Generation.collection(projection.name(), number)))
			.append("group", this.service + "-" + projection.name() + "-g" + number)
			.append("state", state);
	}

	private static int nextNumber(Document stored) {
		int highest = all(stored).stream().mapToInt((generation) -> generation.getInteger("number")).max().orElse(0);
		return 1 + Math.max(highest, stored.getInteger(LAST_NUMBER, 0));
	}

	/**
	 * Starts another generation of the projection's version. A former one that was kept
	 * for a rollback is given up.
	 * @param projection the projection
	 * @throws RebuildRefused if one is being built
	 */
	void start(Projection projection) {
		change(projection, (stored) -> {
			ProjectionState state = ProjectionState.of(stored, projection.version());
			refuseWhileBuilding(state);
			int number = nextNumber(stored);
			List<Document> all = without(stored,
					(generation) -> state.own().contains(generation) && generation.formerSince() != null);
			all.add(described(projection, number,
					new Document(Generation.REPLACES, Objects.requireNonNull(state.activeNumber()))));
			return Updates.combine(Updates.set(GENERATIONS, all), Updates.set(LAST_NUMBER, number));
		});
	}

	private static void refuseWhileBuilding(ProjectionState state) {
		state.building().ifPresent((building) -> {
			throw new RebuildRefused("Generation %d is %s: cancel it first".formatted(building.number(),
					building.isStopped() ? "stopped" : "being built"));
		});
	}

	/**
	 * Gives up the generation that is being built.
	 * @param projection the projection
	 * @throws RebuildRefused if none is
	 */
	void cancel(Projection projection) {
		change(projection, (stored) -> {
			Generation building = ProjectionState.of(stored, projection.version())
				.building()
				.orElseThrow(() -> new RebuildRefused("Nothing is being built"));
			return Updates.set(GENERATIONS, without(stored, (generation) -> generation.number() == building.number()));
		});
	}

	/**
	 * Has a generation serve in the place of the one that it was built for, unless that
	 * has changed meanwhile.
	 * @param projection the projection
	 * @param number the generation
	 * @param findings what was found when they were compared
	 * @return whether it serves now because of this
	 */
	boolean cutOver(Projection projection, int number, Document findings) {
		return change(projection, (stored) -> {
			ProjectionState state = ProjectionState.of(stored, projection.version());
			Generation building = state.building().orElse(null);
			if (building == null || building.number() != number || building.isStopped()
					|| !Objects.equals(building.replaces(), state.activeNumber())) {
				return null;
			}
			return activate(projection, stored, state, number, findings);
		});
	}

	/**
	 * Gives a generation that is compared another goal: its topics' ends of now. What was
	 * compared before them may have changed meanwhile.
	 * @param projection the projection
	 * @param number the generation
	 * @param ends the ends of the partitions that hold something
	 */
	void aimAgain(Projection projection, int number, Map<TopicPartition, Long> ends) {
		changeState(projection, number, (state) -> {
			state.put(Generation.LAST_TARGETS, Generation.stored(ends));
			state.put(Generation.REACHED, List.of());
		});
	}

	/**
	 * Has the former generation serve again.
	 * @param projection the projection
	 * @throws RebuildRefused if there is none, or one is being built
	 */
	void rollback(Projection projection) {
		change(projection, (stored) -> {
			ProjectionState state = ProjectionState.of(stored, projection.version());
			refuseWhileBuilding(state);
			Generation former = state.former().orElseThrow(() -> new RebuildRefused("No former generation is kept"));
			return activate(projection, stored, state, former.number(), null);
		});
	}

	private Bson activate(Projection projection, Document stored, ProjectionState state, int number,
			@Nullable Document findings) {
		List<Document> all = all(stored);
		for (Document generation : all) {
			Document its = generation.get("state", Document.class);
			if (Objects.equals(generation.getInteger("number"), state.activeNumber())) {
				its.put(Generation.FORMER_SINCE, now());
			}
			else if (generation.getInteger("number") == number) {
				its.remove(Generation.FORMER_SINCE);
				if (findings != null) {
					its.put(Generation.FINDINGS, findings);
				}
			}
		}
		return Updates.combine(Updates.set(ACTIVE + "." + version(projection), number), Updates.set(GENERATIONS, all));
	}

	/**
	 * Keeps a generation that is being built from serving.
	 * @param projection the projection
	 * @param number the generation
	 * @param findings why
	 */
	void stop(Projection projection, int number, Document findings) {
		changeState(projection, number, (state) -> {
			state.put(Generation.FINDINGS, findings);
			state.put(Generation.STOPPED_AT, now());
		});
	}

	/** Changes what is stored of a generation as long as it is being built. */
	private void changeState(Projection projection, int number, Consumer<Document> act) {
		change(projection, (stored) -> {
			Generation building = ProjectionState.of(stored, projection.version()).building().orElse(null);
			if (building == null || building.number() != number) {
				return null;
			}
			List<Document> all = all(stored);
			all.stream()
				.filter((generation) -> generation.getInteger("number") == number)
				.forEach((generation) -> act.accept(generation.get("state", Document.class)));
			return Updates.set(GENERATIONS, all);
		});
	}

	/**
	 * Gives up generations that serve nobody: former ones of this version, and those of
	 * other versions.
	 * @param projection the projection
	 * @param wanted which of them
	 * @return whether there were any
	 */
	boolean drop(Projection projection, Predicate<Generation> wanted) {
		return change(projection, (stored) -> {
			ProjectionState state = ProjectionState.of(stored, projection.version());
			List<Integer> numbers = state.all()
				.stream()
				.filter((generation) -> generation.formerSince() != null || generation.version() != state.version())
				.filter(wanted)
				.map(Generation::number)
				.toList();
			if (numbers.isEmpty()) {
				return null;
			}
			List<Bson> updates = new ArrayList<>();
			updates
				.add(Updates.set(GENERATIONS, without(stored, (generation) -> numbers.contains(generation.number()))));
			stored.get(ACTIVE, new Document()).forEach((version, number) -> {
				if (numbers.contains(number)) {
					updates.add(Updates.unset(ACTIVE + "." + version));
				}
			});
			return Updates.combine(updates);
		});
	}

	/**
	 * Takes it upon an instance to compare a generation, for a while.
	 * @param projection the projection
	 * @param number the generation
	 * @param instance who
	 * @param since who had it before that time has it no more
	 * @return whether it is this instance's
	 */
	boolean claim(Projection projection, int number, String instance, Instant since) {
		return change(projection, (stored) -> {
			List<Document> all = all(stored);
			for (Document generation : all) {
				if (generation.getInteger("number") == number) {
					Document state = generation.get("state", Document.class);
					Document claim = state.get(Generation.COMPARED_BY, new Document());
					boolean free = claim.getDate("at") == null || claim.getDate("at").toInstant().isBefore(since);
					state.put(Generation.COMPARED_BY, new Document("instance", instance).append("at", now()));
					return (free || instance.equals(claim.getString("instance"))) ? Updates.set(GENERATIONS, all)
							: null;
				}
			}
			return null;
		});
	}

	private static List<Document> all(Document stored) {
		return new ArrayList<>(stored.getList(GENERATIONS, Document.class));
	}

	private static List<Document> without(Document stored, Predicate<Generation> left) {
		List<Document> all = all(stored);
		all.removeIf((generation) -> left.test(Generation.of(stored.getString("_id"), generation)));
		return all;
	}

	/**
	 * Decides upon what is stored, again where another change was faster; says whether
	 * anything was changed.
	 */
	private boolean change(Projection projection, Function<Document, @Nullable Bson> decision) {
		for (int i = 0; i < MOST_TRIES; i++) {
			Document stored = stored(projection.name()).block();
			Bson update = (stored != null) ? decision.apply(stored) : null;
			if (stored == null || update == null) {
				return false;
			}
			UpdateResult result = guarded(stored, update).block();
			if (result != null && result.getModifiedCount() == 1) {
				state(projection).block();
				return true;
			}
		}
		throw new IllegalStateException("Others change " + COLLECTION + " all the time");
	}

	private Mono<UpdateResult> guarded(Document stored, Bson update) {
		Bson unchanged = stored.containsKey(REVISION) ? Filters.eq(REVISION, stored.get(REVISION))
				: Filters.exists(REVISION, false);
		return this.database.one(COLLECTION,
				(projections) -> projections.updateOne(
						Filters.and(Filters.eq("_id", stored.getString("_id")), unchanged),
						Updates.combine(update, Updates.inc(REVISION, 1L))));
	}

	/**
	 * Names a side collection, before it is first written to.
	 * @param generation the generation
	 * @param collection the collection's whole name
	 */
	void name(Generation generation, String collection) {
		if (!this.named.contains(collection)) {
			update(generation, Updates.addToSet("generations.$[g].collections", collection), itself(generation));
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
	 * Notes partitions that have been read to their goal, and with the last of them that
	 * the generation has caught up.
	 * @param generation the generation
	 * @param partitions the partitions; none to see what the other instances reached
	 * @return the generation as stored then
	 */
	Generation reached(Generation generation, Collection<TopicPartition> partitions) {
		if (!partitions.isEmpty()) {
			update(generation, Updates.addEachToSet("generations.$[g].state.reached", generation.marks(partitions)),
					itself(generation));
		}
		return settle(generation);
	}

	private Generation settle(Generation generation) {
		Generation current = reload(generation);
		if (!current.isComplete() || current.caughtUp()) {
			return current;
		}
		update(generation, Updates.set("generations.$[g].state.caughtUpAt", now()),
				without(generation, "g.state.caughtUpAt"));
		return reload(generation);
	}

	/**
	 * Reads a generation again.
	 * @param generation the generation
	 * @return as it is stored
	 * @throws IllegalStateException if it was given up
	 */
	Generation reload(Generation generation) {
		Generation current = stored(generation.projection()).map((stored) -> generation(stored, generation.number()))
			.block();
		if (current == null || !current.startedAt().equals(generation.startedAt())) {
			throw new IllegalStateException("No longer in " + COLLECTION + ": " + generation.collection());
		}
		return current;
	}

	private void update(Generation generation, Bson update, Bson filter) {
		UpdateOptions options = new UpdateOptions().arrayFilters(new ArrayList<>(List.of(filter)));
		this.database.await(COLLECTION,
				(projections) -> projections.updateOne(Filters.eq("_id", generation.projection()),
						Updates.combine(update, Updates.inc(REVISION, 1L)), options));
	}

	/** Fields side by side: the embedded store takes no operator in an array filter. */
	private static Bson without(Generation generation, String field) {
		return itself(generation).append(field, new Document("$exists", false));
	}

	/** Not one of the same number that was made after the store was lost. */
	private static Document itself(Generation generation) {
		return new Document("g.number", generation.number()).append("g.state." + Generation.STARTED_AT,
				generation.startedAt());
	}

	private Mono<Document> stored(String projection) {
		return this.database.one(COLLECTION, (projections) -> projections.find(Filters.eq("_id", projection)).first());
	}

	private static Generation generation(Document stored, int number) {
		return all(stored).stream()
			.filter((generation) -> generation.getInteger("number") == number)
			.map((generation) -> Generation.of(stored.getString("_id"), generation))
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("No generation " + number + " in " + COLLECTION));
	}

	private Date now() {
		return Date.from(this.clock.instant());
	}

	private static String version(Projection projection) {
		return Integer.toString(projection.version());
	}

	private static boolean isDuplicate(Throwable ex) {
		return ex instanceof MongoWriteException write && write.getError().getCategory() == ErrorCategory.DUPLICATE_KEY;
	}

}
