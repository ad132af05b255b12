package dev.rollcall.projection;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import org.apache.kafka.common.TopicPartition;
import org.bson.Document;

/**
 * The collection {@code beginnings}: the offset in each partition from which an effect
 * takes place. It is stored before the first record; an emptied store takes the committed
 * offsets of the group, so that past effects are not repeated.
 */
final class StartOffsets {

	private static final String COLLECTION = "beginnings";

	private static final String OFFSET = "offset";

	private final ProjectionDatabase database;

	private final TopicOffsets offsets;

	StartOffsets(ProjectionDatabase database, TopicOffsets offsets) {
		this.database = database;
		this.offsets = offsets;
	}

	/** Returns the start offset of each partition, and stores those that are missing. */
	Map<TopicPartition, Long> of(String group, Collection<String> topics) {
		Map<TopicPartition, Long> proposed = this.offsets.committedOrEnds(group, topics);
		Map<String, TopicPartition> ids = new HashMap<>();
		proposed.keySet().forEach((partition) -> ids.put(group + "/" + partition, partition));
		Map<TopicPartition, Long> known = stored(ids);
		if (!known.keySet().containsAll(proposed.keySet())) {
			store(ids, proposed);
			known = stored(ids);
		}
		return known;
	}

	private Map<TopicPartition, Long> stored(Map<String, TopicPartition> ids) {
		Map<TopicPartition, Long> known = new HashMap<>();
		this.database.awaitAll(COLLECTION, (all) -> all.find(Filters.in("_id", ids.keySet())))
			.forEach((stored) -> known.put(partition(ids, stored), stored.getLong(OFFSET)));
		return known;
	}

	private static TopicPartition partition(Map<String, TopicPartition> ids, Document stored) {
		TopicPartition partition = ids.get(stored.getString("_id"));
		if (partition == null) {
			throw new IllegalStateException("Unexpected document in collection beginnings: " + stored.getString("_id"));
		}
		return partition;
	}

	/** Keeps what another instance has stored. */
	private void store(Map<String, TopicPartition> ids, Map<TopicPartition, Long> proposed) {
		List<UpdateOneModel<Document>> writes = ids.entrySet()
			.stream()
			.map((id) -> new UpdateOneModel<Document>(Filters.eq("_id", id.getKey()),
					Updates.setOnInsert(OFFSET, proposed.get(id.getValue())), new UpdateOptions().upsert(true)))
			.toList();
		this.database.await(COLLECTION, (all) -> all.bulkWrite(writes));
	}

}
