package dev.rollcall.projection;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The parts of a projection, by topic and by name. Two topics may share a name.
 */
final class ProjectionParts {

	private final Map<String, ProjectionPart> byTopic = new LinkedHashMap<>();

	private final Map<String, ProjectionPart> byName = new LinkedHashMap<>();

	private final Set<String> compactedTopics;

	ProjectionParts(Projection projection, Set<String> compactedTopics) {
		projection.parts().forEach((part) -> {
			this.byTopic.put(part.topic(), part);
			this.byName.putIfAbsent(part.name(), part);
		});
		this.compactedTopics = compactedTopics;
	}

	Set<String> topics() {
		return Collections.unmodifiableSet(this.byTopic.keySet());
	}

	ProjectionPart ofTopic(String topic) {
		ProjectionPart part = this.byTopic.get(topic);
		if (part == null) {
			throw new IllegalStateException("No part of the projection reads topic " + topic);
		}
		return part;
	}

	Map<String, ProjectionPart> byName() {
		return Collections.unmodifiableMap(this.byName);
	}

	/** In compacted topics missing versions are normal. */
	boolean isCompacted(String topic) {
		return this.compactedTopics.contains(topic);
	}

	/** Whether the log forgets deleted users in time: compaction removes tombstones. */
	boolean forgetsDeletions() {
		return this.byTopic.keySet().stream().allMatch(this::isCompacted);
	}

}
