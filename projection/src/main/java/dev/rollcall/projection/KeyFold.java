package dev.rollcall.projection;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.WriteModel;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * Folds the records of one key in a batch over the stored document, and returns what must
 * be written. Used by one thread.
 */
final class KeyFold {

	static final String VERSION = "version";

	static final String DELETED_AT_VERSION = "deletedAtVersion";

	private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);

	private final ProjectionParts parts;

	private final String key;

	private final Map<String, Document> states = new HashMap<>();

	/** The versions that were read: a write must not overwrite newer ones. */
	private final Map<String, Long> readVersions = new HashMap<>();

	private final Set<String> changed = new LinkedHashSet<>();

	private final List<ProjectionPart.SideWrite> sideWrites = new ArrayList<>();

	private final List<Poison> refused = new ArrayList<>();

	private final boolean isNew;

	private @Nullable Long deletedAtVersion;

	private boolean deleted;

	private int applied;

	private int duplicates;

	private int gaps;

	KeyFold(ProjectionParts parts, String key, @Nullable Document stored) {
		this.parts = parts;
		this.key = key;
		this.isNew = stored == null;
		if (stored != null) {
			this.deleted = stored.containsKey(DELETED_AT_VERSION);
			this.parts.byName().keySet().forEach((name) -> load(name, stored.get(name, Document.class)));
		}
	}

	/**
	 * Takes back the side writes of an earlier fold, as far as what is stored now is
	 * newer and does not need them: the fold was overtaken, and the other instance may
	 * have removed them before they were written. Adds nothing, because what was read may
	 * be old already.
	 */
	KeyFold takeBack(KeyFold unconfirmed) {
		this.parts.byName().forEach((name, part) -> {
			Document written = unconfirmed.states.get(name);
			Document stored = this.states.get(name);
			if (written != null && (this.deleted || version(stored) >= version(written))) {
				List<ProjectionPart.SideWrite> removals = new ArrayList<>(part.sideWrites(this.key, written, stored));
				removals.removeAll((stored != null) ? part.sideWrites(this.key, null, stored) : List.of());
				this.sideWrites.addAll(removals);
			}
		});
		return this;
	}

	private void load(String name, @Nullable Document state) {
		if (state != null) {
			this.states.put(name, state);
			this.readVersions.put(name, version(state));
		}
	}

	KeyFold fold(List<Delivery> deliveries) {
		deliveries.forEach(this::fold);
		return this;
	}

	private void fold(Delivery delivery) {
		try {
			fold(this.parts.ofTopic(delivery.event().topic()), delivery.event());
		}
		catch (InvalidEventException ex) {
			this.refused.add(delivery.poison(ex));
		}
	}

	private void fold(ProjectionPart part, EventRecord event) {
		long version = part.version(event);
		if (version < 1) {
			throw new InvalidEventException("The version is not positive");
		}
		Document before = this.states.get(part.name());
		long storedVersion = version(before);
		if (this.deleted || version <= storedVersion) {
			this.duplicates++;
			return;
		}
		boolean gap = version > storedVersion + 1 && !this.parts.isCompacted(event.topic());
		ProjectionPart.Fold fold = part.fold((before != null) ? new Document(before) : null, event);
		if (fold instanceof ProjectionPart.Fold.Changed change) {
			change(part, before, new Document(change.part()).append(VERSION, version));
		}
		else if (fold instanceof ProjectionPart.Fold.Deleted) {
			delete(version);
		}
		else {
			return;
		}
		this.applied++;
		// A deletion removes the versions before it from the log.
		if (gap && !this.deleted) {
			this.gaps++;
		}
	}

	private void change(ProjectionPart part, @Nullable Document before, Document after) {
		this.sideWrites.addAll(part.sideWrites(this.key, before, after));
		this.states.put(part.name(), after);
		this.changed.add(part.name());
	}

	private void delete(long version) {
		this.parts.byName().forEach((name, part) -> {
			Document before = this.states.get(name);
			if (before != null) {
				this.sideWrites.addAll(part.sideWrites(this.key, before, null));
			}
		});
		this.deleted = true;
		this.deletedAtVersion = version;
	}

	private static long version(@Nullable Document state) {
		return (state != null && state.get(VERSION) instanceof Number version) ? version.longValue() : 0;
	}

	/**
	 * An insert if there was no document, which costs a store less than an upsert and
	 * detects a duplicate key as well; otherwise one guarded write for each changed part,
	 * or one for all parts after a deletion.
	 */
	List<WriteModel<Document>> writes() {
		if (this.isNew) {
			return (this.changed.isEmpty() && this.deletedAtVersion == null) ? List.of()
					: List.of(new InsertOneModel<>(document()));
		}
		if (this.deletedAtVersion != null) {
			return List.of(write(this.parts.byName().keySet(), deletion(this.deletedAtVersion)));
		}
		return this.changed.stream()
			.<WriteModel<Document>>map((name) -> write(Set.of(name), Updates.set(name, this.states.get(name))))
			.toList();
	}

	/**
	 * Versions only increase, so a document without a version above the one that was read
	 * is unchanged.
	 */
	private UpdateOneModel<Document> write(Set<String> names, Bson update) {
		List<Bson> guard = new ArrayList<>();
		guard.add(Filters.eq("_id", this.key));
		for (String name : names) {
			long above = this.readVersions.getOrDefault(name, 0L) + 1;
			guard.add(Filters.not(Filters.gte(name + "." + VERSION, above)));
		}
		guard.add(Filters.exists(DELETED_AT_VERSION, false));
		return new UpdateOneModel<>(Filters.and(guard), update, UPSERT);
	}

	private Bson deletion(long version) {
		List<Bson> updates = new ArrayList<>();
		updates.add(Updates.set(DELETED_AT_VERSION, version));
		this.parts.byName().keySet().forEach((name) -> updates.add(Updates.unset(name)));
		return Updates.combine(updates);
	}

	String key() {
		return this.key;
	}

	/** The document that a key which was not deleted before becomes. */
	Document document() {
		Document document = new Document("_id", this.key);
		if (this.deletedAtVersion != null) {
			return document.append(DELETED_AT_VERSION, this.deletedAtVersion);
		}
		document.putAll(this.states);
		return document;
	}

	List<ProjectionPart.SideWrite> sideWrites() {
		return this.sideWrites;
	}

	/** Records that can never be applied. */
	List<Poison> refused() {
		return this.refused;
	}

	void count(ConsumerMeters meters) {
		meters.applied(this.applied);
		meters.duplicates(this.duplicates);
		meters.gaps(this.gaps);
	}

}
