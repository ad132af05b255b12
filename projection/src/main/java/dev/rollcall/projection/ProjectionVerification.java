package dev.rollcall.projection;

import java.time.Duration;
import java.util.Set;

/**
 * Compares the active generation of a projection with a fold over the log, and writes
 * what the log says over it, under the guard of the version.
 */
final class ProjectionVerification implements Verification {

	private final Projection projection;

	private final Generations generations;

	private final ProjectionDatabase database;

	private final LogFold log;

	private final Duration lookAgain;

	private final Set<String> compactedTopics;

	ProjectionVerification(Projection projection, Generations generations, ProjectionDatabase database, LogFold log,
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
			throw new IllegalStateException("No generation of " + name());
		}
		GenerationWrites writes = new GenerationWrites(generation, this.generations, this.database);
		Held held = new HeldGeneration(
				new StoredDocuments(this.database, generation.collection()), new DocumentComparison(this.projection,
						this.database.codecs(generation.collection()), this.compactedTopics),
				new ProjectionRepair(this.projection, writes));
		Findings findings = new LogComparison(this.log, held, this.lookAgain).findings(order);
		Generation active = this.generations.active(this.projection).block();
		if (active == null || !active.group().equals(generation.group())
				|| !active.startedAt().equals(generation.startedAt())) {
			throw new IllegalStateException("Another generation of " + name() + " serves meanwhile: verify again");
		}
		return findings;
	}

}
