package dev.rollcall.projection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.bson.BsonDocument;
import org.bson.Document;
import org.bson.codecs.configuration.CodecRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Compares a generation that has caught up with the active one, on a thread of its own:
 * each document of the active one has to be there, in no older version. Both are written
 * to meanwhile, so what is missing is looked for again, for a while. Other contents at
 * the same version are counted, where both have the same shape.
 */
final class GenerationComparison implements AutoCloseable {

	private static final int PAGE = 500;

	private static final int MOST_NAMED = 10;

	/**
	 * What is looked for again is in memory; where more is lacking, all is compared
	 * again.
	 */
	private static final int MOST_LACKING = 10_000;

	private final CompletableFuture<Void> end = new CompletableFuture<>();

	private final Generation building;

	private final StoredDocuments active;

	private final StoredDocuments candidate;

	private final List<String> parts;

	private final CodecRegistry codecs;

	private final Duration lookAgain;

	private final boolean forgetsDeletions;

	private final Pace pace;

	private final Map<String, Lack> lacking = new LinkedHashMap<>();

	private long moreMissing;

	private long moreOlder;

	private final List<String> different = new ArrayList<>();

	private long compared;

	private long differing;

	private GenerationComparison(Projection projection, Generation active, Generation building,
			ProjectionDatabase database, ProjectionProperties.Rebuild properties, Set<String> compactedTopics) {
		this.building = building;
		this.active = new StoredDocuments(database, active.collection());
		this.candidate = new StoredDocuments(database, building.collection());
		this.parts = projection.parts().stream().map(ProjectionPart::name).distinct().toList();
		this.codecs = database.codecs(building.collection());
		this.lookAgain = properties.lookAgain();
		this.pace = new Pace(properties.longestRest());
		this.forgetsDeletions = DocumentComparison.forgetsDeletions(projection, compactedTopics);
	}

	static GenerationComparison start(Projection projection, Generation active, Generation building,
			ProjectionDatabase database, ProjectionProperties.Rebuild properties, Set<String> compactedTopics) {
		GenerationComparison comparison = new GenerationComparison(projection, active, building, database, properties,
				compactedTopics);
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

	/** What has kept it from being compared; null if nothing has. */
	@Nullable Throwable failure() {
		return this.end.handle((done, failure) -> failure).join();
	}

	/** Whether it may serve. */
	boolean isGood() {
		return this.lacking.isEmpty();
	}

	/** What was found, without contents. */
	Document findings() {
		long missing = this.lacking.values().stream().filter((lack) -> lack == Lack.MISSING).count();
		return new Document("compared", this.compared).append("missing", missing + this.moreMissing)
			.append("older", this.lacking.size() - missing + this.moreOlder)
			.append("different", this.differing)
			.append("users", this.lacking.isEmpty() ? this.different
					: this.lacking.keySet().stream().limit(MOST_NAMED).toList());
	}

	@Override
	public void close() {
		this.end.cancel(false);
	}

	private void run() {
		try {
			compareAll();
			long until = System.nanoTime() + this.lookAgain.toNanos();
			while (!this.lacking.isEmpty() && System.nanoTime() < until) {
				TimeUnit.MILLISECONDS.sleep(Math.min(1000, 1 + this.lookAgain.toMillis() / 10));
				if (this.moreMissing + this.moreOlder > 0) {
					compareAll();
				}
				else {
					lookAgain();
				}
			}
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

	private void compareAll() {
		this.lacking.clear();
		this.different.clear();
		this.compared = 0;
		this.differing = 0;
		this.moreMissing = 0;
		this.moreOlder = 0;
		this.active.pages(PAGE, this::compare);
	}

	private void compare(Collection<Document> page) {
		if (this.end.isCancelled()) {
			throw new CancellationException();
		}
		long began = System.nanoTime();
		Map<String, Document> there = this.candidate
			.of(page.stream().map((document) -> document.getString("_id")).toList());
		this.pace.measure(() -> compare(page, there));
		this.pace.giveWay(Duration.ofNanos(System.nanoTime() - began), () -> !this.end.isCancelled());
	}

	private int compare(Collection<Document> page, Map<String, Document> there) {
		for (Document document : page) {
			String key = document.getString("_id");
			this.compared++;
			Lack lack = lack(document, there.get(key));
			if (lack == null) {
				count(key, document, there.get(key));
			}
			else if (this.lacking.size() < MOST_LACKING) {
				this.lacking.put(key, lack);
			}
			else if (lack == Lack.MISSING) {
				this.moreMissing++;
			}
			else {
				this.moreOlder++;
			}
		}
		return page.size();
	}

	private void lookAgain() {
		List<String> keys = List.copyOf(this.lacking.keySet());
		for (int from = 0; from < keys.size(); from += PAGE) {
			if (this.end.isCancelled()) {
				throw new CancellationException();
			}
			List<String> some = keys.subList(from, Math.min(from + PAGE, keys.size()));
			Map<String, Document> here = this.active.of(some);
			Map<String, Document> there = this.candidate.of(some);
			for (String key : some) {
				Document document = here.get(key);
				Lack lack = (document != null) ? lack(document, there.get(key)) : null;
				if (lack != null) {
					this.lacking.put(key, lack);
					continue;
				}
				this.lacking.remove(key);
				if (document != null) {
					count(key, document, there.get(key));
				}
			}
		}
	}

	private @Nullable Lack lack(Document here, @Nullable Document there) {
		if (there == null) {
			return (this.forgetsDeletions && here.containsKey(KeyFold.DELETED_AT_VERSION)) ? null : Lack.MISSING;
		}
		if (there.containsKey(KeyFold.DELETED_AT_VERSION)) {
			return null;
		}
		boolean older = here.containsKey(KeyFold.DELETED_AT_VERSION) || this.parts.stream()
			.anyMatch((part) -> DocumentComparison.version(there.get(part, Document.class)) < DocumentComparison
				.version(here.get(part, Document.class)));
		return older ? Lack.OLDER : null;
	}

	private void count(String key, Document here, @Nullable Document there) {
		boolean differs = there != null && this.parts.stream().anyMatch((part) -> {
			Document ours = here.get(part, Document.class);
			Document theirs = there.get(part, Document.class);
			return ours != null && theirs != null
					&& DocumentComparison.version(ours) == DocumentComparison.version(theirs)
					&& !bson(ours).equals(bson(theirs));
		});
		if (differs) {
			this.differing++;
			if (this.different.size() < MOST_NAMED) {
				this.different.add(key);
			}
		}
	}

	/** The order of fields does not count. */
	private BsonDocument bson(Document document) {
		return document.toBsonDocument(BsonDocument.class, this.codecs);
	}

	/**
	 * What the new generation lacks of a document.
	 */
	private enum Lack {

		/** All of it. */
		MISSING,

		/** Its newest version. */
		OLDER

	}

}
