package dev.rollcall.projection;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.rollcall.verification.Log;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;
import org.bson.Document;

/**
 * The documents that the log leads to, for the comparison with a store. A share is the
 * partitions of all topics with one number.
 */
final class LogFold implements Log {

	private final ProjectionParts parts;

	private final LogReader log;

	private volatile List<List<TopicPartition>> shares = List.of();

	LogFold(ProjectionParts parts, LogReader log) {
		this.parts = parts;
		this.log = log;
	}

	@Override
	public int shares() {
		this.shares = this.log.shares(this.parts.topics());
		return this.shares.size();
	}

	/** As Kafka's producers do. */
	@Override
	public int share(String key) {
		return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % Math.max(1, this.shares.size());
	}

	@Override
	public List<String> parts() {
		return List.copyOf(this.parts.byName().keySet());
	}

	@Override
	public Map<String, Long> ends(int share) {
		return this.log.ends(this.shares.get(share));
	}

	@Override
	public Map<String, Long> read(int share, Map<String, Long> from, Records records) {
		return this.log.read(this.shares.get(share), from, (key) -> true, (delivery) -> pass(delivery, records));
	}

	/** Passes what the record alone leads to; not all parts depend only on that. */
	private void pass(Delivery delivery, Records records) {
		EventRecord event = delivery.event();
		ProjectionPart part = this.parts.ofTopic(event.topic());
		try {
			long version = part.version(event);
			if (version < 1) {
				return;
			}
			ProjectionPart.Fold fold = part.fold(null, event);
			if (fold instanceof ProjectionPart.Fold.Changed change) {
				records.record(event.key(), part.name(), version,
						new Document(change.part()).append(KeyFold.VERSION, version));
			}
			else if (fold instanceof ProjectionPart.Fold.Deleted) {
				records.record(event.key(), DELETED, version, new Document(DELETED, version));
			}
		}
		catch (InvalidEventException ex) {
			// A dead letter; the fold ignores it too.
		}
	}

	@Override
	public Map<String, Document> of(Set<String> keys) {
		Map<String, Document> documents = new HashMap<>();
		this.log.shares(this.parts.topics()).forEach((share) -> fold(share, keys, documents));
		return documents;
	}

	private void fold(Collection<TopicPartition> share, Set<String> keys, Map<String, Document> documents) {
		this.log.read(share, Map.of(), keys::contains, (delivery) -> {
			String key = delivery.event().key();
			Document before = documents.get(key);
			if (before == null || !before.containsKey(KeyFold.DELETED_AT_VERSION)) {
				KeyFold fold = new KeyFold(this.parts, key, before);
				documents.put(key, fold.fold(List.of(delivery)).document());
			}
		});
		documents.values().removeIf((document) -> document.size() == 1);
	}

}
