package dev.rollcall.projection;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.WriteModel;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Folds a batch over the stored documents: one read, the side writes, one bulk write of
 * guarded upserts. A key that another instance has written in the meantime is read and
 * folded again.
 */
final class ProjectionHandler implements BatchHandler {

	private static final int MAX_ROUNDS = 5;

	private final Generation generation;

	private final GenerationWrites writes;

	private final ProjectionDatabase database;

	private final ProjectionParts parts;

	private final ConsumerMeters meters;

	ProjectionHandler(ProjectionParts parts, Generation generation, Generations generations,
			ProjectionDatabase database, ConsumerMeters meters) {
		this.generation = generation;
		this.writes = new GenerationWrites(generation, generations, database);
		this.database = database;
		this.parts = parts;
		this.meters = meters;
	}

	@Override
	public void apply(Batch batch, Calls calls) {
		List<Delivery> deliveries = List.copyOf(batch.unapplied());
		deliveries.forEach((delivery) -> batch.spans().begin(delivery.raw()));
		Map<String, List<Delivery>> pending = new LinkedHashMap<>();
		deliveries.forEach((delivery) -> pending.computeIfAbsent(delivery.event().key(), (key) -> new ArrayList<>())
			.add(delivery));
		List<KeyFold> done = new ArrayList<>();
		Map<String, KeyFold> overtaken = new HashMap<>();
		for (int round = 0; !pending.isEmpty(); round++) {
			if (round == MAX_ROUNDS) {
				throw new IllegalStateException(
						"Other instances wrote the same users first in each of " + MAX_ROUNDS + " attempts");
			}
			List<KeyFold> folds = fold(pending, overtaken);
			// Once a later version is stored, a redelivery of these is a duplicate.
			folds.forEach((fold) -> fold.refused().forEach(batch::refuse));
			calls.publishDeadLetters();
			done.addAll(write(folds));
			calls.renew();
			done.forEach((fold) -> pending.remove(fold.key()));
			folds.stream()
				.filter((fold) -> pending.containsKey(fold.key()))
				.forEach((fold) -> overtaken.put(fold.key(), fold));
		}
		done.forEach((fold) -> fold.count(this.meters));
		batch.applied(deliveries.size());
	}

	private List<KeyFold> fold(Map<String, List<Delivery>> pending, Map<String, KeyFold> overtaken) {
		Map<String, Document> stored = new HashMap<>();
		this.database
			.awaitAll(this.generation.collection(), (documents) -> documents.find(Filters.in("_id", pending.keySet())))
			.forEach((document) -> stored.put(document.getString("_id"), document));
		return pending.entrySet()
			.stream()
			.map((entry) -> keyFold(entry.getKey(), stored.get(entry.getKey()), overtaken.get(entry.getKey()))
				.fold(entry.getValue()))
			.toList();
	}

	private KeyFold keyFold(String key, @Nullable Document stored, @Nullable KeyFold overtaken) {
		KeyFold fold = new KeyFold(this.parts, key, stored);
		return (overtaken != null) ? fold.repairSides(overtaken) : fold;
	}

	/** Returns the folds that are stored now; the others were overtaken. */
	private List<KeyFold> write(List<KeyFold> folds) {
		this.writes.sides(folds.stream().flatMap((fold) -> fold.sideWrites().stream()).toList());
		List<WriteModel<Document>> writes = new ArrayList<>();
		List<String> keys = new ArrayList<>();
		for (KeyFold fold : folds) {
			for (WriteModel<Document> write : fold.writes()) {
				writes.add(write);
				keys.add(fold.key());
			}
		}
		Set<String> overtaken = new HashSet<>();
		for (int index : this.writes.documents(writes)) {
			overtaken.add(keys.get(index));
		}
		return folds.stream().filter((fold) -> !overtaken.contains(fold.key())).toList();
	}

}
