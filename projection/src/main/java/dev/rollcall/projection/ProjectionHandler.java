package dev.rollcall.projection;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

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

	private static final long FIRST_PAUSE_MILLIS = 20;

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
		for (int round = 0; !pending.isEmpty(); round++) {
			if (round == MAX_ROUNDS) {
				throw new IllegalStateException(
						"Other instances wrote the same users first in each of " + MAX_ROUNDS + " attempts");
			}
			List<KeyFold> folds = fold(pending, batch.unconfirmed());
			// Once a later version is stored, a redelivery of these is a duplicate.
			folds.forEach((fold) -> fold.refused().forEach(batch::refuse));
			calls.publishDeadLetters();
			folds.forEach((fold) -> batch.unconfirmed().put(fold.key(), fold));
			done.addAll(write(folds));
			done.forEach((fold) -> pending.remove(fold.key()));
			batch.unconfirmed().keySet().retainAll(pending.keySet());
			if (!pending.isEmpty()) {
				pause(round);
			}
		}
		// Not between the rounds: what an overtaken fold wrote must be taken back first.
		calls.renew();
		done.forEach((fold) -> fold.count(this.meters));
		batch.applied(deliveries.size());
	}

	/** Majority reads lag behind the write that was faster: longer with each round. */
	private static void pause(int round) {
		try {
			TimeUnit.MILLISECONDS.sleep(FIRST_PAUSE_MILLIS << round);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted between two attempts", ex);
		}
	}

	private List<KeyFold> fold(Map<String, List<Delivery>> pending, Map<String, KeyFold> unconfirmed) {
		Map<String, Document> stored = new HashMap<>();
		this.database
			.awaitAll(this.generation.collection(), (documents) -> documents.find(Filters.in("_id", pending.keySet())))
			.forEach((document) -> stored.put(document.getString("_id"), document));
		return pending.entrySet()
			.stream()
			.map((entry) -> keyFold(entry.getKey(), stored.get(entry.getKey()), unconfirmed.get(entry.getKey()))
				.fold(entry.getValue()))
			.toList();
	}

	private KeyFold keyFold(String key, @Nullable Document stored, @Nullable KeyFold unconfirmed) {
		KeyFold fold = new KeyFold(this.parts, key, stored);
		return (unconfirmed != null) ? fold.takeBack(unconfirmed) : fold;
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
