package dev.rollcall.projection;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * Overwrites stored documents with the log's. Runs beside the consumer: a part that has
 * become newer in the meantime stays.
 */
final class ProjectionRepair {

	private final Map<String, ProjectionPart> parts = new LinkedHashMap<>();

	private final GenerationWrites writes;

	ProjectionRepair(Projection projection, GenerationWrites writes) {
		projection.parts().forEach((part) -> this.parts.putIfAbsent(part.name(), part));
		this.writes = writes;
	}

	/**
	 * Writes a document, side collections first.
	 * @param stored null if there is no document
	 */
	void write(String key, @Nullable Document stored, Document expected) {
		this.writes.sides(replaced(key, stored, expected));
		this.writes.documents(writes(key, expected));
	}

	/**
	 * What is not older than the log's part must go as well, which a removal for the
	 * log's part would leave.
	 */
	private List<ProjectionPart.SideWrite> replaced(String key, @Nullable Document from, @Nullable Document to) {
		List<ProjectionPart.SideWrite> sides = new ArrayList<>();
		this.parts.forEach((name, part) -> {
			Document before = part(from, name);
			Document after = part(to, name);
			if (before != null && after != null && !before.equals(after)
					&& DocumentComparison.version(before) >= DocumentComparison.version(after)) {
				sides.addAll(part.sideWrites(key, before, null));
				sides.addAll(part.sideWrites(key, null, after));
			}
			else if (before != null || after != null) {
				sides.addAll(part.sideWrites(key, before, after));
			}
		});
		return sides;
	}

	private static @Nullable Document part(@Nullable Document document, String name) {
		return (document != null) ? document.get(name, Document.class) : null;
	}

	/**
	 * Corrects the side collections where the consumer was faster.
	 * @param wanted the document that was to be stored
	 * @param stored the document that is stored; null if there is none
	 */
	void sides(String key, Document wanted, @Nullable Document stored) {
		List<ProjectionPart.SideWrite> sides = new ArrayList<>();
		boolean deleted = stored != null && stored.containsKey(KeyFold.DELETED_AT_VERSION);
		this.parts.forEach((name, part) -> {
			Document before = part(wanted, name);
			Document after = part(stored, name);
			boolean newer = after != null && before != null
					&& DocumentComparison.version(after) > DocumentComparison.version(before);
			if (before != null && (deleted || newer)) {
				sides.addAll(part.sideWrites(key, before, after));
			}
		});
		this.writes.sides(sides);
	}

	/**
	 * Replaces a document that the log does not lead to, unless it has changed since it
	 * was read, and corrects the side collections.
	 * @param logged the document that the log leads to; null if the log lacks the key
	 */
	void removeGhost(String key, Document stored, @Nullable Document logged) {
		this.writes.sides(replaced(key, stored, logged));
		this.writes.documents(List
			.of((logged != null) ? new ReplaceOneModel<>(asRead(stored), new Document(logged).append("_id", key))
					: new DeleteOneModel<Document>(asRead(stored))));
	}

	private Bson asRead(Document stored) {
		List<Bson> versions = new ArrayList<>();
		versions.add(Filters.eq("_id", stored.get("_id")));
		versions.add(Filters.eq(KeyFold.DELETED_AT_VERSION, stored.get(KeyFold.DELETED_AT_VERSION)));
		this.parts.keySet().forEach((name) -> {
			Document part = stored.get(name, Document.class);
			versions.add((part != null) ? Filters.eq(name + "." + KeyFold.VERSION, part.get(KeyFold.VERSION))
					: Filters.exists(name, false));
		});
		return Filters.and(versions);
	}

	private List<UpdateOneModel<Document>> writes(String key, Document expected) {
		if (expected.containsKey(KeyFold.DELETED_AT_VERSION)) {
			List<Bson> deletion = new ArrayList<>();
			deletion.add(Updates.set(KeyFold.DELETED_AT_VERSION, expected.get(KeyFold.DELETED_AT_VERSION)));
			this.parts.keySet().forEach((name) -> deletion.add(Updates.unset(name)));
			return List.of(upsert(key, List.of(), Updates.combine(deletion)));
		}
		return this.parts.keySet()
			.stream()
			.filter(expected::containsKey)
			.map((name) -> part(key, name, expected.get(name, Document.class)))
			.toList();
	}

	private static UpdateOneModel<Document> part(String key, String name, Document state) {
		long above = DocumentComparison.version(state) + 1;
		return upsert(key, List.of(Filters.not(Filters.gte(name + "." + KeyFold.VERSION, above))),
				Updates.set(name, state));
	}

	private static UpdateOneModel<Document> upsert(String key, List<Bson> guards, Bson update) {
		List<Bson> all = new ArrayList<>(guards);
		all.add(Filters.eq("_id", key));
		all.add(Filters.exists(KeyFold.DELETED_AT_VERSION, false));
		return new UpdateOneModel<>(Filters.and(all), update, new UpdateOptions().upsert(true));
	}

}
