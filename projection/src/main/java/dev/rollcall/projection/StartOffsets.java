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
 * The collection {@code beginnings}: from which offset on an effect takes place. It is
 * noted once, before the first record; a store that is emptied notes the group's
 * committed offsets, so that what took place does not again.
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

	/**
	 * Finds the beginnings of a group and notes those that are missing.
	 * @param group the effect's group
	 * @param topics its topics
	 * @return the offset in each partition from which on records take effect
	 */
	Map<TopicPartition, Long> of(String group, Collection<String> topics) {
		Map<TopicPartition, Long> proposed = this.offsets.committedOrEnds(group, topics);
		Map<String, TopicPartition> ids = new HashMap<>();
		proposed.keySet().forEach((partition) -> ids.put(group + "/" + partition, partition));
		Map<TopicPartition, Long> noted = noted(ids);
		if (!noted.keySet().containsAll(proposed.keySet())) {
			note(ids, proposed);
			noted = noted(ids);
		}
		return noted;
	}

	private Map<TopicPartition, Long> noted(Map<String, TopicPartition> ids) {
		Map<TopicPartition, Long> noted = new HashMap<>();
		this.database.awaitAll(COLLECTION, (startOffsets) -> startOffsets.find(Filters.in("_id", ids.keySet())))
			.forEach((stored) -> noted.put(partition(ids, stored), stored.getLong(OFFSET)));
		return noted;
	}

	private static TopicPartition partition(Map<String, TopicPartition> ids, Document stored) {
		TopicPartition partition = ids.get(stored.getString("_id"));
		if (partition == null) {
			throw new IllegalStateException("Not asked for: " + stored.getString("_id"));
		}
		return partition;
	}

	/** Leaves what another instance has noted. */
	private void note(Map<String, TopicPartition> ids, Map<TopicPartition, Long> proposed) {
		List<UpdateOneModel<Document>> notes = ids.entrySet()
			.stream()
			.map((id) -> new UpdateOneModel<Document>(Filters.eq("_id", id.getKey()),
					Updates.setOnInsert(OFFSET, proposed.get(id.getValue())), new UpdateOptions().upsert(true)))
			.toList();
		this.database.await(COLLECTION, (startOffsets) -> startOffsets.bulkWrite(notes));
	}

}
