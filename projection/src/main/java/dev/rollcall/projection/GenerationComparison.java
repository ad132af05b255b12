package dev.rollcall.projection;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Compares a generation that has caught up with the active one, on a thread of its own:
 * it must have each document of the active one, at the same or a newer version. Both
 * generations are being written to, so what is lacking is compared again for a while.
 */
final class GenerationComparison implements AutoCloseable {

	private static final int PAGE = 500;

	private final CompletableFuture<Void> end = new CompletableFuture<>();

	private final Generation building;

	private final StoredDocuments active;

	private final StoredDocuments candidate;

	private final GenerationDifferences differences;

	private final Duration lookAgain;

	private final BackgroundThrottle throttle;

	private final UnaryOperator<Set<String>> inLog;

	private GenerationComparison(Projection projection, Generation active, Generation building,
			ProjectionDatabase database, ProjectionProperties.Rebuild properties, Set<String> compactedTopics,
			UnaryOperator<Set<String>> inLog) {
		this.inLog = inLog;
		this.building = building;
		this.active = new StoredDocuments(database, active.collection());
		this.candidate = new StoredDocuments(database, building.collection());
		this.differences = new GenerationDifferences(new ProjectionParts(projection, compactedTopics),
				database.codecs(building.collection()));
		this.lookAgain = properties.lookAgain();
		this.throttle = new BackgroundThrottle(properties.longestRest());
	}

	/**
	 * Starts a comparison.
	 * @param inLog returns which keys have a record: it reads the log
	 */
	static GenerationComparison start(Projection projection, Generation active, Generation building,
			ProjectionDatabase database, ProjectionProperties.Rebuild properties, Set<String> compactedTopics,
			UnaryOperator<Set<String>> inLog) {
		GenerationComparison comparison = new GenerationComparison(projection, active, building, database, properties,
				compactedTopics, inLog);
		Thread thread = new Thread(comparison::run, "rollcall-" + projection.name() + "-comparison");
		thread.setDaemon(true);
		thread.start();
		return comparison;
	}

	int number() {
		return this.building.number();
	}

	boolean isDone() {
		return this.end.isDone();
	}

	/** Why the comparison failed; null if it did not. */
	@Nullable Throwable failure() {
		return this.end.handle((done, failure) -> failure).join();
	}

	/** Complete once the comparison is done. */
	GenerationDifferences differences() {
		return this.differences;
	}

	@Override
	public void close() {
		this.end.cancel(false);
	}

	private void run() {
		try {
			compareAll();
			long until = System.nanoTime() + this.lookAgain.toNanos();
			while (!this.differences.isEmpty() && System.nanoTime() < until) {
				TimeUnit.MILLISECONDS.sleep(Math.min(1000, 1 + this.lookAgain.toMillis() / 10));
				if (this.differences.isTooMany()) {
					compareAll();
				}
				else {
					lookAgain();
				}
			}
			findGhosts();
			this.end.complete(null);
		}
		catch (RuntimeException ex) {
			this.end.completeExceptionally(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			this.end.completeExceptionally(ex);
		}
		finally {
			// After an Error; else it has ended.
			this.end.completeExceptionally(new IllegalStateException("The comparison has failed"));
		}
	}

	/**
	 * The log decides, not the new generation alone: it may have refused a user's
	 * records.
	 */
	private void findGhosts() {
		Set<String> missing = this.differences.missingKeys();
		if (!missing.isEmpty() && !this.differences.isTooMany()) {
			Set<String> ghosts = new HashSet<>(missing);
			ghosts.removeAll(this.inLog.apply(missing));
			this.differences.ghosts(ghosts);
		}
	}

	private void compareAll() {
		this.differences.clear();
		this.active.pages(PAGE, this::compare);
	}

	private void compare(Collection<Document> page) {
		if (this.end.isCancelled()) {
			throw new CancellationException();
		}
		long began = System.nanoTime();
		Map<String, Document> there = this.candidate
			.of(page.stream().map((document) -> document.getString("_id")).toList());
		this.throttle.measure(() -> compare(page, there));
		this.throttle.pauseAfter(Duration.ofNanos(System.nanoTime() - began), () -> !this.end.isCancelled());
	}

	private int compare(Collection<Document> page, Map<String, Document> candidates) {
		page.forEach((document) -> this.differences.compare(document, candidates.get(document.getString("_id"))));
		return page.size();
	}

	private void lookAgain() {
		List<String> keys = this.differences.lackingKeys();
		for (int from = 0; from < keys.size(); from += PAGE) {
			if (this.end.isCancelled()) {
				throw new CancellationException();
			}
			List<String> some = keys.subList(from, Math.min(from + PAGE, keys.size()));
			Map<String, Document> active = this.active.of(some);
			Map<String, Document> candidates = this.candidate.of(some);
			some.forEach((key) -> this.differences.compareAgain(key, active.get(key), candidates.get(key)));
		}
	}

}
