package dev.rollcall.projection;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * Writes into the collections of a generation, in bulk.
 */
final class GenerationWrites {

	private static final int DUPLICATE_KEY = 11000;

	private final Generation generation;

	private final Generations generations;

	private final ProjectionDatabase database;

	GenerationWrites(Generation generation, Generations generations, ProjectionDatabase database) {
		this.generation = generation;
		this.generations = generations;
		this.database = database;
	}

	/** In order: the last write to an id wins. */
	void sides(List<ProjectionPart.SideWrite> sides) {
		Map<String, List<WriteModel<Document>>> byCollection = new LinkedHashMap<>();
		for (ProjectionPart.SideWrite side : sides) {
			List<WriteModel<Document>> writes = byCollection
				.computeIfAbsent(this.generation.collection(side.collection()), (name) -> new ArrayList<>());
			Bson entry = Filters.eq("_id", side.id());
			// What may remove an entry must not create it.
			boolean adds = side.removedIf() == null;
			writes.add(new UpdateOneModel<>(entry, side.update(), new UpdateOptions().upsert(adds)));
			if (side.removedIf() != null) {
				writes.add(new DeleteOneModel<>(Filters.and(entry, side.removedIf())));
			}
		}
		byCollection.forEach((collection, writes) -> {
			this.generations.name(this.generation, collection);
			if (!write(collection, writes, true).isEmpty()) {
				throw new IllegalStateException("Another instance inserted the same document into " + collection);
			}
		});
	}

	/**
	 * Writes documents, in any order.
	 * @return the positions of those that found an unexpected document
	 */
	List<Integer> documents(List<? extends WriteModel<Document>> writes) {
		return write(this.generation.collection(), writes, false);
	}

	private List<Integer> write(String collection, List<? extends WriteModel<Document>> writes, boolean ordered) {
		if (writes.isEmpty()) {
			return List.of();
		}
		try {
			this.database.await(collection,
					(documents) -> documents.bulkWrite(writes, new BulkWriteOptions().ordered(ordered)));
			return List.of();
		}
		catch (MongoBulkWriteException ex) {
			if (ex.getWriteConcernError() != null
					|| !ex.getWriteErrors().stream().allMatch((error) -> error.getCode() == DUPLICATE_KEY)) {
				throw ex;
			}
			return ex.getWriteErrors().stream().map(BulkWriteError::getIndex).toList();
		}
	}

}
