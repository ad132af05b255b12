package dev.rollcall.projection;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;

import org.apache.kafka.common.TopicPartition;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * The changes of one projection's document in {@code projections}: each takes the
 * document as stored and returns the changed one, or null if nothing changes. Pure but
 * for the clock.
 */
final class GenerationChanges {

	private static final String ACTIVE = "active";

	private static final String GENERATIONS = "generations";

	private static final String LAST_NUMBER = "lastNumber";

	private final Projection projection;

	private final String service;

	private final Clock clock;

	GenerationChanges(Projection projection, String service, Clock clock) {
		this.projection = projection;
		this.service = service;
		this.clock = clock;
	}

	Document first() {
		return Objects.requireNonNull(addedFirst(new Document("_id", this.projection.name())));
	}

	/** Adds the first generation of the projection's version, which is active at once. */
	@Nullable Document addedFirst(Document stored) {
		Document changed = copy(stored);
		if (state(changed).active().isPresent()) {
			return null;
		}
		int number = add(changed, new Document());
		changed.get(ACTIVE, Document.class).put(version(), number);
		return changed;
	}

	/**
	 * Starts another generation of the projection's version, and drops the former one.
	 * @throws RebuildRefused if one is being built
	 */
	Document started(Document stored) {
		Document changed = copy(stored);
		ProjectionState state = state(changed);
		refuseWhileBuilding(state);
		add(changed, new Document(Generation.REPLACES, Objects.requireNonNull(state.activeNumber())));
		remove(changed, (generation) -> state.own().contains(generation) && generation.formerSince() != null);
		return changed;
	}

	private static void refuseWhileBuilding(ProjectionState state) {
		state.building().ifPresent((building) -> {
			throw new RebuildRefused("Generation %d is %s: cancel it first".formatted(building.number(),
					building.isStopped() ? "stopped" : "being built"));
		});
	}

	/**
	 * Removes the generation that is being built.
	 * @throws RebuildRefused if none is
	 */
	Document cancelled(Document stored) {
		Document changed = copy(stored);
		Generation building = state(changed).building()
			.orElseThrow(() -> new RebuildRefused("No generation is being built"));
		remove(changed, building::equals);
		return changed;
	}

	/** Makes a generation active, unless the one that it replaces is active no longer. */
	@Nullable Document cutOver(Document stored, int number, Document findings) {
		Document changed = copy(stored);
		ProjectionState state = state(changed);
		Generation building = state.building().orElse(null);
		if (building == null || building.number() != number || building.isStopped()
				|| !Objects.equals(building.replaces(), state.activeNumber())) {
			return null;
		}
		state(changed, number).put(Generation.FINDINGS, findings);
		activate(changed, number);
		return changed;
	}

	/**
	 * Makes the former generation active again.
	 * @throws RebuildRefused if there is none, or one is being built
	 */
	Document rolledBack(Document stored) {
		Document changed = copy(stored);
		ProjectionState state = state(changed);
		refuseWhileBuilding(state);
		Generation former = state.former().orElseThrow(() -> new RebuildRefused("No former generation is kept"));
		activate(changed, former.number());
		return changed;
	}

	private void activate(Document changed, int number) {
		Integer former = state(changed).activeNumber();
		if (former != null) {
			state(changed, former).put(Generation.FORMER_SINCE, now());
		}
		state(changed, number).remove(Generation.FORMER_SINCE);
		changed.get(ACTIVE, Document.class).put(version(), number);
	}

	/** Sets new end offsets that a generation must reach before it is made active. */
	@Nullable Document targeted(Document stored, int number, Map<TopicPartition, Long> ends) {
		return changedWhileBuilding(stored, number, (state) -> {
			state.put(Generation.LAST_TARGETS, Generation.stored(ends));
			state.put(Generation.REACHED, List.of());
		});
	}

	/** Notes that a generation must not become active, because of these findings. */
	@Nullable Document stopped(Document stored, int number, Document findings) {
		return changedWhileBuilding(stored, number, (state) -> {
			state.put(Generation.FINDINGS, findings);
			state.put(Generation.STOPPED_AT, now());
		});
	}

	private @Nullable Document changedWhileBuilding(Document stored, int number, Consumer<Document> change) {
		Document changed = copy(stored);
		if (state(changed).building().filter((building) -> building.number() == number).isEmpty()) {
			return null;
		}
		change.accept(state(changed, number));
		return changed;
	}

	/** Removes unused generations: former ones, and those of other versions. */
	@Nullable Document dropped(Document stored, Predicate<Generation> wanted) {
		Document changed = copy(stored);
		List<Integer> removed = remove(changed, wanted.and(
				(generation) -> generation.formerSince() != null || generation.version() != this.projection.version()));
		changed.get(ACTIVE, Document.class).values().removeAll(removed);
		return removed.isEmpty() ? null : changed;
	}

	/**
	 * Claims the comparison of a generation for an instance.
	 * @param since claims older than this have expired
	 */
	@Nullable Document claimed(Document stored, int number, String instance, Instant since) {
		Document changed = copy(stored);
		if (state(changed).find(number).isEmpty()) {
			return null;
		}
		Document state = state(changed, number);
		Document claim = state.get(Generation.COMPARED_BY, new Document());
		Date at = claim.getDate("at");
		if (at != null && !at.toInstant().isBefore(since) && !instance.equals(claim.getString("instance"))) {
			return null;
		}
		state.put(Generation.COMPARED_BY, new Document("instance", instance).append("at", now()));
		return changed;
	}

	private int add(Document changed, Document state) {
		List<Document> generations = generations(changed);
		int highest = generations.stream().mapToInt((generation) -> generation.getInteger("number")).max().orElse(0);
		int number = 1 + Math.max(highest, changed.getInteger(LAST_NUMBER, 0));
		String collection = Generation.collection(this.projection.name(), number);
		generations.add(new Document("number", number).append("version", this.projection.version())
			.append("collections", List.of(collection))
			.append("group", this.service + "-" + collection)
			.append("state", state.append(Generation.STARTED_AT, now())));
		changed.put(LAST_NUMBER, number);
		return number;
	}

	/** Returns the numbers of those that it has removed. */
	private static List<Integer> remove(Document changed, Predicate<Generation> unwanted) {
		List<Integer> numbers = generations(changed).stream()
			.map((generation) -> Generation.of(changed.getString("_id"), generation))
			.filter(unwanted)
			.map(Generation::number)
			.toList();
		generations(changed).removeIf((generation) -> numbers.contains(generation.getInteger("number")));
		return numbers;
	}

	private static Document copy(Document stored) {
		List<Document> generations = new ArrayList<>();
		for (Document generation : stored.getList(GENERATIONS, Document.class, List.of())) {
			generations
				.add(new Document(generation).append("state", new Document(generation.get("state", new Document()))));
		}
		return new Document(stored).append(GENERATIONS, generations)
			.append(ACTIVE, new Document(stored.get(ACTIVE, new Document())));
	}

	private static List<Document> generations(Document changed) {
		return changed.getList(GENERATIONS, Document.class);
	}

	private static Document state(Document changed, int number) {
		return generations(changed).stream()
			.filter((generation) -> generation.getInteger("number") == number)
			.map((generation) -> generation.get("state", Document.class))
			.findFirst()
			.orElseThrow();
	}

	private ProjectionState state(Document stored) {
		return ProjectionState.of(stored, this.projection.version());
	}

	private String version() {
		return Integer.toString(this.projection.version());
	}

	private Date now() {
		return Date.from(this.clock.instant());
	}

}
