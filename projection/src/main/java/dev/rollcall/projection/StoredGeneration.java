package dev.rollcall.projection;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import dev.rollcall.verification.Difference;
import dev.rollcall.verification.Stored;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * The stored documents of a projection's generation. A repair keeps documents that the
 * log lacks, because the log may have lost them.
 */
final class StoredGeneration implements Stored {

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
	public List<String> ids(Predicate<String> wanted) {
		return this.stored.ids(wanted);
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
