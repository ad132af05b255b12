package dev.rollcall.projection;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

import dev.rollcall.verification.Log;
import org.apache.kafka.common.TopicPartition;
import org.bson.Document;

/**
 * The expected documents of a projection: a pure fold over the log, without a store.
 */
final class LogFold implements Log {

	private final ProjectionParts parts;

	private final LogReader log;

	private final int portion;

	/**
	 * Creates the fold of a projection.
	 * @param portion the maximum number of documents in memory
	 */
	LogFold(ProjectionParts parts, LogReader log, int portion) {
		this.parts = parts;
		this.log = log;
		this.portion = portion;
	}

	/** Reads a partition with too many keys once for each portion of them. */
	@Override
	public void all(Consumer<Map<String, Document>> each) {
		this.log.shares(this.parts.topics()).forEach((share) -> split(share, 0, 0, each));
	}

	private void split(Collection<TopicPartition> share, int bits, int number, Consumer<Map<String, Document>> each) {
		Map<String, Document> documents = new HashMap<>();
		int mask = (1 << bits) - 1;
		if (fold(share, (key) -> (scattered(key) & mask) == number, documents)) {
			each.accept(documents);
		}
		else {
			documents.clear();
			split(share, bits + 1, number, each);
			split(share, bits + 1, number | 1 << bits, each);
		}
	}

	/** Independent of Kafka's hash, so that it also splits the keys of one partition. */
	private static int scattered(String key) {
		int hash = key.hashCode() * 0x9E3779B9;
		return hash ^ hash >>> 16;
	}

	@Override
	public Map<String, Document> of(Set<String> keys) {
		Map<String, Document> documents = new HashMap<>();
		this.log.shares(this.parts.topics()).forEach((share) -> fold(share, keys::contains, documents));
		return documents;
	}

	private boolean fold(Collection<TopicPartition> share, Predicate<String> keys, Map<String, Document> documents) {
		boolean all = this.log.read(share, keys, (delivery) -> {
			String key = delivery.event().key();
			Document before = documents.get(key);
			if (before == null || !before.containsKey(KeyFold.DELETED_AT_VERSION)) {
				KeyFold fold = new KeyFold(this.parts, key, before);
				documents.put(key, fold.fold(List.of(delivery)).document());
			}
			return documents.size() <= this.portion;
		});
		documents.values().removeIf((document) -> document.size() == 1);
		return all;
	}

}
