package dev.rollcall.projection;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * The documents of a projection's generation. What only the store has stays: the log may
 * be what has lost it.
 */
final class HeldGeneration implements Held {

	private final StoredDocuments stored;

	private final DocumentComparison comparison;

	private final ProjectionRepair repair;

	HeldGeneration(StoredDocuments stored, DocumentComparison comparison, ProjectionRepair repair) {
		this.stored = stored;
		this.comparison = comparison;
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
	public @Nullable Doubt compare(@Nullable Document logged, @Nullable Document held) {
		return this.comparison.of(logged, held);
	}

	@Override
	public void repair(String key, Doubt doubt, @Nullable Document logged, @Nullable Document held) {
		if (doubt.kind() != Findings.Kind.GHOST && logged != null) {
			this.repair.write(key, held, logged);
			this.repair.sides(key, logged, find(List.of(key)).get(key));
		}
	}

	@Override
	public void confirm(Collection<Document> held) {
		this.repair.sides(held);
	}

}
