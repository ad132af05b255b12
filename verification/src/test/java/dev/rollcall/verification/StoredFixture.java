package dev.rollcall.verification;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * An in-memory store of documents with versions.
 */
final class StoredFixture implements Stored {

	final Map<String, Document> documents = new LinkedHashMap<>();

	final List<String> repaired = new ArrayList<>();

	final Set<String> withoutSides = new HashSet<>();

	/** Whether a repair has an effect. */
	boolean repairable = true;

	/** Messages in flight: they arrive when the store is next read. */
	Runnable inFlight = () -> {
	};

	StoredFixture with(String key, int version) {
		this.documents.put(key, document(key, version));
		return this;
	}

	static Document document(String key, int version) {
		return new Document("_id", key).append("version", version);
	}

	@Override
	public Map<String, Document> find(Collection<String> keys) {
		Map<String, Document> found = new LinkedHashMap<>();
		keys.stream().filter(this.documents::containsKey).forEach((key) -> found.put(key, this.documents.get(key)));
		this.inFlight.run();
		return found;
	}

	@Override
	public void pages(Consumer<List<Document>> page) {
		page.accept(List.copyOf(this.documents.values()));
	}

	@Override
	public Map<String, Long> fingerprints(Document stored) {
		return Map.of("state", Fingerprint.of(stored));
	}

	@Override
	public long fingerprint(String key, String part, Document logged) {
		return Fingerprint.of(logged);
	}

	@Override
	public @Nullable Difference compare(@Nullable Document logged, @Nullable Document stored) {
		if (logged == null) {
			return (stored != null) ? new Difference(Difference.Kind.GHOST, "only stored") : null;
		}
		if (stored == null) {
			return new Difference(Difference.Kind.LOST, "only logged");
		}
		return Objects.equals(logged, stored) ? null : new Difference(Difference.Kind.STALE, "other version");
	}

	@Override
	public void repair(String key, Difference difference, @Nullable Document logged, @Nullable Document stored) {
		this.repaired.add(key);
		if (this.repairable && logged != null) {
			this.documents.put(key, logged);
			this.withoutSides.remove(key);
		}
	}

	@Override
	public Map<String, Difference> compareSides(Collection<Document> equal) {
		return equal.stream()
			.map((document) -> document.getString("_id"))
			.filter(this.withoutSides::contains)
			.collect(Collectors.toMap((id) -> id, (id) -> new Difference(Difference.Kind.LOST, "no entry")));
	}

}
