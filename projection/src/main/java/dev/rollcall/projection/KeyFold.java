package dev.rollcall.projection;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * Folds a batch's records of one key over the stored document, and says what has to be
 * written. Used by one thread.
 */
final class KeyFold {

	private static final String VERSION = "version";

	private static final String DELETED_AT_VERSION = "deletedAtVersion";

	private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);

	private final Map<String, ProjectionPart> partsByTopic;

	private final Set<String> compactedTopics;

	private final String key;

	private final Map<ProjectionPart, Document> states = new HashMap<>();

	/** The versions that were read: nothing newer may be overwritten unseen. */
	private final Map<ProjectionPart, Long> readVersions = new HashMap<>();

	private final Set<ProjectionPart> changed = new HashSet<>();

	private final List<ProjectionPart.SideWrite> sideWrites = new ArrayList<>();

	private final List<Poison> poison = new ArrayList<>();

	private @Nullable ProjectionPart deletedBy;

	private long deletedAtVersion;

	private boolean deleted;

	private int applied;

	private int duplicates;

	private int gaps;

	KeyFold(Map<String, ProjectionPart> partsByTopic, Set<String> compactedTopics, String key,
			@Nullable Document stored) {
		this.partsByTopic = partsByTopic;
		this.compactedTopics = compactedTopics;
		this.key = key;
		if (stored != null) {
			this.deleted = stored.containsKey(DELETED_AT_VERSION);
			partsByTopic.values().forEach((part) -> load(part, stored.get(part.name(), Document.class)));
		}
	}

	/**
	 * Repeats the side writes of what is stored: those of the fold that was overtaken may
	 * have taken something away that has come back meanwhile.
	 */
	KeyFold repairSides() {
		this.states.forEach((part, state) -> this.sideWrites.addAll(part.sideWrites(this.key, state, state)));
		return this;
	}

	private void load(ProjectionPart part, @Nullable Document state) {
		if (state != null) {
			this.states.put(part, state);
			this.readVersions.put(part, version(state));
		}
	}

	KeyFold fold(List<Delivery> deliveries) {
		deliveries.forEach(this::fold);
		return this;
	}

	private void fold(Delivery delivery) {
		try {
			fold(part(delivery.event()), delivery.event());
		}
		catch (InvalidEventException ex) {
			this.poison.add(delivery.poison(ex));
		}
	}

	private ProjectionPart part(EventRecord event) {
		ProjectionPart part = this.partsByTopic.get(event.topic());
		if (part == null) {
			throw new IllegalStateException("No part reads " + event.topic());
		}
		return part;
	}

	private void fold(ProjectionPart part, EventRecord event) {
		long version = part.version(event);
		if (version < 1) {
			throw new InvalidEventException("The version is not positive");
		}
		Document before = this.states.get(part);
		long storedVersion = version(before);
		if (this.deleted || version <= storedVersion) {
			this.duplicates++;
			return;
		}
		ProjectionPart.Fold fold = part.fold((before != null) ? new Document(before) : null, event);
		if (fold instanceof ProjectionPart.Fold.Changed change) {
			change(part, before, new Document(change.part()).append(VERSION, version));
		}
		else if (fold instanceof ProjectionPart.Fold.Deleted) {
			delete(part, version);
		}
		else {
			return;
		}
		this.applied++;
		if (version > storedVersion + 1 && !this.compactedTopics.contains(event.topic())) {
			this.gaps++;
		}
	}

	private void change(ProjectionPart part, @Nullable Document before, Document after) {
		this.sideWrites.addAll(part.sideWrites(this.key, before, after));
		this.states.put(part, after);
		this.changed.add(part);
	}

	private void delete(ProjectionPart by, long version) {
		this.partsByTopic.values().forEach((part) -> {
			Document before = this.states.get(part);
			if (before != null) {
				this.sideWrites.addAll(part.sideWrites(this.key, before, null));
			}
		});
		this.deleted = true;
		this.deletedBy = by;
		this.deletedAtVersion = version;
	}

	private static long version(@Nullable Document state) {
		return (state != null && state.get(VERSION) instanceof Number version) ? version.longValue() : 0;
	}

	/** One guarded write for each part: a topic sets only its own. */
	List<UpdateOneModel<Document>> writes() {
		if (this.deletedBy != null) {
			return List.of(write(this.deletedBy, deletion()));
		}
		return this.changed.stream().map(this::write).toList();
	}

	private UpdateOneModel<Document> write(ProjectionPart part) {
		return write(part, Updates.set(part.name(), this.states.get(part)));
	}

	/**
	 * Versions only rise, so a document without a version above the one that was read is
	 * the one that was read.
	 */
	private UpdateOneModel<Document> write(ProjectionPart part, Bson update) {
		long above = this.readVersions.getOrDefault(part, 0L) + 1;
		Bson guard = Filters.and(Filters.eq("_id", this.key),
				Filters.not(Filters.gte(part.name() + "." + VERSION, above)),
				Filters.exists(DELETED_AT_VERSION, false));
		return new UpdateOneModel<>(guard, update, UPSERT);
	}

	private Bson deletion() {
		List<Bson> updates = new ArrayList<>();
		updates.add(Updates.set(DELETED_AT_VERSION, this.deletedAtVersion));
		this.partsByTopic.values().forEach((part) -> updates.add(Updates.unset(part.name())));
		return Updates.combine(updates);
	}

	String key() {
		return this.key;
	}

	List<ProjectionPart.SideWrite> sideWrites() {
		return this.sideWrites;
	}

	List<Poison> poison() {
		return this.poison;
	}

	void count(ConsumerMeters meters) {
		meters.applied(this.applied);
		meters.duplicates(this.duplicates);
		meters.gaps(this.gaps);
	}

}
