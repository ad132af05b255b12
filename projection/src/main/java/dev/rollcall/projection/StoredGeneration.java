package dev.rollcall.projection;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import dev.rollcall.verification.Difference;
import dev.rollcall.verification.Fingerprint;
import dev.rollcall.verification.Stored;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * The stored documents of a projection's generation. A repair keeps documents that the
 * log lacks, because the log may have lost them.
 */
final class StoredGeneration implements Stored {

	private static final int PAGE = 500;

	private final StoredDocuments stored;

	private final DocumentComparison comparison;

	private final SideComparison sides;

	private final ProjectionRepair repair;

	StoredGeneration(StoredDocuments stored, DocumentComparison comparison, SideComparison sides,
			ProjectionRepair repair) {
		this.stored = stored;
		this.comparison = comparison;
		this.sides = sides;
		this.repair = repair;
	}

	@Override
	public Map<String, Document> find(Collection<String> keys) {
		return this.stored.of(keys);
	}

	@Override
	public void pages(Consumer<List<Document>> page) {
		this.stored.pages(PAGE, page);
	}

	@Override
	public Map<String, Long> fingerprints(Document stored) {
		Map<String, Long> fingerprints = new HashMap<>();
		for (String name : this.comparison.parts()) {
			Document part = stored.get(name, Document.class);
			if (part != null) {
				fingerprints.put(name, Fingerprint.of(part));
			}
		}
		Object deleted = stored.get(KeyFold.DELETED_AT_VERSION);
		if (deleted != null) {
			fingerprints.put(KeyFold.DELETED_AT_VERSION,
					Fingerprint.of(new Document(KeyFold.DELETED_AT_VERSION, deleted)));
		}
		return fingerprints;
	}

	@Override
	public long fingerprint(String key, String part, Document logged) {
		return Fingerprint.of(logged);
	}

	@Override
	public @Nullable Difference compare(@Nullable Document logged, @Nullable Document stored) {
		return this.comparison.of(logged, stored);
	}

	@Override
	public void repair(String key, Difference difference, @Nullable Document logged, @Nullable Document stored) {
		if (difference.kind() == Difference.Kind.GHOST && stored != null) {
			this.repair.removeGhost(key, stored, logged);
		}
		else if (logged != null) {
			this.repair.write(key, stored, logged);
			this.repair.sides(key, logged, find(List.of(key)).get(key));
		}
	}

	@Override
	public Map<String, Difference> compareSides(Collection<Document> equal) {
		return this.sides.of(equal);
	}

}
