package dev.rollcall.projection;

import java.time.Duration;
import java.util.Set;

import dev.rollcall.verification.Findings;
import dev.rollcall.verification.Log;
import dev.rollcall.verification.LogComparison;
import dev.rollcall.verification.Stored;
import dev.rollcall.verification.Verification;

/**
 * Compares the active generation of a projection with a fold over the log. A repair
 * overwrites documents with the folded ones, guarded by the version.
 */
final class ProjectionVerification implements Verification {

	private final Projection projection;

	private final Generations generations;

	private final ProjectionDatabase database;

	private final Log log;

	private final Duration lookAgain;

	private final Set<String> compactedTopics;

	ProjectionVerification(Projection projection, Generations generations, ProjectionDatabase database, Log log,
			Duration lookAgain, Set<String> compactedTopics) {
		this.projection = projection;
		this.generations = generations;
		this.database = database;
		this.log = log;
		this.lookAgain = lookAgain;
		this.compactedTopics = compactedTopics;
	}

	@Override
	public String name() {
		return this.projection.name();
	}

	@Override
	public Findings verify(Order order) {
		Generation generation = this.generations.active(this.projection).block();
		if (generation == null) {
			throw new IllegalStateException("Projection " + name() + " has no active generation");
		}
		GenerationWrites writes = new GenerationWrites(generation, this.generations, this.database);
		ProjectionParts parts = new ProjectionParts(this.projection, this.compactedTopics);
		Stored stored = new StoredGeneration(new StoredDocuments(this.database, generation.collection()),
				new DocumentComparison(parts, this.database.codecs(generation.collection())),
				new SideComparison(parts, generation, this.database), new ProjectionRepair(this.projection, writes));
		Findings findings = new LogComparison(this.log, stored, this.lookAgain).findings(order);
		if (order.checkpoint() == null) {
			new SurplusEntries(generation, parts, this.database, writes, this.log).verify(order, this.lookAgain,
					findings);
		}
		Generation active = this.generations.active(this.projection).block();
		if (active == null || !active.group().equals(generation.group())
				|| !active.startedAt().equals(generation.startedAt())) {
			throw new IllegalStateException("Another generation of projection " + name()
					+ " became active during the verification; verify again");
		}
		return findings;
	}

}
