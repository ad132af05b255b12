package dev.rollcall.projection;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import dev.rollcall.verification.Difference;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Compares the side collections of a generation with its documents: each entry that a
 * document's side writes add must be there.
 */
final class SideComparison {

	private final ProjectionParts parts;

	private final Generation generation;

	private final ProjectionDatabase database;

	SideComparison(ProjectionParts parts, Generation generation, ProjectionDatabase database) {
		this.parts = parts;
		this.generation = generation;
		this.database = database;
	}

	Map<String, Difference> of(Collection<Document> documents) {
		Map<String, List<Expected>> byCollection = new HashMap<>();
		documents.forEach((document) -> expected(document).forEach(
				(expected) -> byCollection.computeIfAbsent(expected.write().collection(), (name) -> new ArrayList<>())
					.add(expected)));
		Map<String, Difference> differences = new LinkedHashMap<>();
		byCollection.forEach((collection, expected) -> compare(collection, expected, differences));
		return differences;
	}

	private List<Expected> expected(Document document) {
		String key = document.getString("_id");
		return additions(document).stream().map((write) -> new Expected(key, write)).toList();
	}

	/** Returns the side writes that add what a document leads to. */
	List<ProjectionPart.SideWrite> additions(Document document) {
		List<ProjectionPart.SideWrite> all = new ArrayList<>();
		String key = document.getString("_id");
		this.parts.byName().forEach((name, part) -> {
			Document state = document.get(name, Document.class);
			if (state != null) {
				part.sideWrites(key, state, state)
					.stream()
					.filter((write) -> write.update().containsKey("$addToSet") || write.update().containsKey("$set"))
					.forEach(all::add);
			}
		});
		return all;
	}

	private void compare(String collection, List<Expected> all, Map<String, Difference> differences) {
		Set<String> ids = all.stream().map((expected) -> expected.write().id()).collect(Collectors.toSet());
		Map<String, Document> entries = new StoredDocuments(this.database, this.generation.collection(collection))
			.of(ids);
		for (Expected expected : all) {
			Document entry = entries.get(expected.write().id());
			if (entry == null) {
				differences.put(expected.key(),
						new Difference(Difference.Kind.LOST, "%s: no entry".formatted(collection)));
			}
			else if (!isWritten(expected.write().update(), entry)) {
				differences.put(expected.key(),
						new Difference(Difference.Kind.DIVERGED, "%s: the entry lacks the user".formatted(collection)));
			}
		}
	}

	private static boolean isWritten(Document update, Document entry) {
		return update.get("$addToSet", new Document())
			.entrySet()
			.stream()
			.allMatch((added) -> contains(entry.get(added.getKey()), added.getValue()))
				&& update.get("$set", new Document())
					.entrySet()
					.stream()
					.allMatch((set) -> set.getValue().equals(entry.get(set.getKey())));
	}

	private static boolean contains(@Nullable Object list, Object value) {
		return list instanceof Collection<?> values && values.contains(value);
	}

	private record Expected(String key, ProjectionPart.SideWrite write) {

	}

}
