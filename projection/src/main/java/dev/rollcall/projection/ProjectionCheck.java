package dev.rollcall.projection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * One run of a {@link ProjectionVerification}, on one generation. Used once, by one
 * thread.
 */
final class ProjectionCheck {

	private final DocumentComparison comparison;

	private final ProjectionRepair repair;

	private final LogFold log;

	private final StoredDocuments stored;

	private final Duration lookAgain;

	private final Findings findings = new Findings();

	private final KeyHashes inLog = new KeyHashes();

	private final Map<String, DocumentComparison.Doubt> doubts = new LinkedHashMap<>();

	ProjectionCheck(DocumentComparison comparison, ProjectionRepair repair, LogFold log, StoredDocuments stored,
			Duration lookAgain) {
		this.comparison = comparison;
		this.repair = repair;
		this.log = log;
		this.stored = stored;
		this.lookAgain = lookAgain;
	}

	Findings findings(Verification.Order order) {
		this.log.all((documents) -> compare(documents, order.repair()));
		this.stored.ids((id) -> !this.inLog.contains(id))
			.forEach((key) -> doubt(key, this.comparison.of(null, new Document())));
		lookAgain();
		Map<String, DocumentComparison.Doubt> before = Map.copyOf(this.doubts);
		if (order.repair() && !before.isEmpty()) {
			repair();
			look(before.keySet());
		}
		before.forEach((key, doubt) -> {
			this.findings.add(doubt.kind(), key, doubt.what());
			if (!this.doubts.containsKey(key)) {
				this.findings.repaired();
			}
		});
		return this.findings;
	}

	private void compare(Map<String, Document> expected, boolean withSides) {
		this.findings.compared(expected.size());
		this.inLog.addAll(expected.keySet());
		Map<String, Document> stored = this.stored.of(expected.keySet());
		List<Document> equal = new ArrayList<>();
		expected.forEach((key, document) -> {
			Document found = stored.get(key);
			DocumentComparison.Doubt doubt = this.comparison.of(document, found);
			doubt(key, doubt);
			if (doubt == null && found != null) {
				equal.add(found);
			}
		});
		if (withSides) {
			this.repair.sides(equal);
		}
	}

	/** More than can be looked at again count as they are. */
	private void doubt(String key, DocumentComparison.@Nullable Doubt doubt) {
		if (doubt == null) {
			return;
		}
		if (this.doubts.size() < ProjectionVerification.PORTION) {
			this.doubts.put(key, doubt);
		}
		else {
			this.findings.add(doubt.kind(), key, doubt.what());
			this.findings
				.note("More than %d differ: repair again, or rebuild".formatted(ProjectionVerification.PORTION));
		}
	}

	private void lookAgain() {
		long end = System.nanoTime() + this.lookAgain.toNanos();
		Duration pause = Duration.ofMillis(500);
		while (!this.doubts.isEmpty() && System.nanoTime() - end < 0) {
			rest(Math.min(pause.toNanos(), end - System.nanoTime()));
			pause = pause.multipliedBy(2);
			look(Set.copyOf(this.doubts.keySet()));
		}
	}

	private void look(Set<String> keys) {
		Map<String, Document> expected = this.log.of(keys);
		Map<String, Document> stored = this.stored.of(keys);
		this.doubts.clear();
		keys.forEach((key) -> {
			DocumentComparison.Doubt doubt = this.comparison.of(expected.get(key), stored.get(key));
			if (doubt != null) {
				this.doubts.put(key, doubt);
			}
		});
	}

	private void repair() {
		Set<String> keys = this.doubts.entrySet()
			.stream()
			.filter((doubt) -> doubt.getValue().kind() != Findings.Kind.GHOST)
			.map(Map.Entry::getKey)
			.collect(Collectors.toSet());
		Map<String, Document> expected = this.log.of(keys);
		Map<String, Document> stored = this.stored.of(keys);
		expected.forEach((key, document) -> this.repair.write(key, stored.get(key), document));
		// Where the consumer was faster, what it wrote aside may have been taken away.
		this.repair.sides(this.stored.of(keys).values());
	}

	private void rest(long nanos) {
		try {
			TimeUnit.NANOSECONDS.sleep(Math.max(0, nanos));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("The service stops", ex);
		}
	}

}
