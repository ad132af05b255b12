package dev.rollcall.projection;

import java.time.Duration;

/**
 * Compares the active generation of a projection with a fold over the log. What differs
 * is looked at again for a while, since it may only be in flight. Repair writes what the
 * log says, under the guard of the version; what only the store has stays, for the log
 * may lack it.
 */
final class ProjectionVerification implements Verification {

	/** What is kept in memory at once, in documents. */
	static final int PORTION = 10_000;

	private final Projection projection;

	private final Generations generations;

	private final ProjectionDatabase database;

	private final LogFold log;

	private final Duration lookAgain;

	ProjectionVerification(Projection projection, Generations generations, ProjectionDatabase database, LogFold log,
			Duration lookAgain) {
		this.projection = projection;
		this.generations = generations;
		this.database = database;
		this.log = log;
		this.lookAgain = lookAgain;
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
		return new ProjectionCheck(
				new DocumentComparison(this.projection, this.database.codecs(generation.collection())),
				new ProjectionRepair(this.projection, writes), this.log,
				new StoredDocuments(this.database, generation.collection()), this.lookAgain)
			.findings(order);
	}

}
