package dev.rollcall.projection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import dev.rollcall.projection.ProjectionPart.SideEntry;
import dev.rollcall.verification.Difference;
import dev.rollcall.verification.Findings;
import dev.rollcall.verification.Log;
import dev.rollcall.verification.LogComparison;
import dev.rollcall.verification.Verification.Order;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Finds entries of side collections that no document leads to, such as one that a late
 * write added again, and removes them. An entry counts if after rechecks neither the
 * stored document nor the log's leads to it. Used for one run, by one thread.
 */
final class SurplusEntries {

	private static final int PAGE = 500;

	private final Generation generation;

	private final ProjectionParts parts;

	private final SideComparison sides;

	private final ProjectionDatabase database;

	private final GenerationWrites writes;

	private final Log log;

	private final StoredDocuments documents;

	SurplusEntries(Generation generation, ProjectionParts parts, ProjectionDatabase database, GenerationWrites writes,
			Log log) {
		this.generation = generation;
		this.parts = parts;
		this.sides = new SideComparison(parts, generation, database);
		this.database = database;
		this.writes = writes;
		this.log = log;
		this.documents = new StoredDocuments(database, generation.collection());
	}

	/**
	 * Adds the surplus entries to the findings and removes them if the order asks for it.
	 * @param lookAgain how long they are rechecked before they count
	 */
	void verify(Order order, Duration lookAgain, Findings findings) {
		Set<SideEntry> surplus = settled(lookAgain);
		if (surplus.isEmpty()) {
			return;
		}
		if (order.repair()) {
			this.writes.sides(surplus.stream().map(SideEntry::removal).toList());
		}
		Set<SideEntry> left = order.repair() ? again(surplus) : surplus;
		surplus.forEach((entry) -> {
			findings.add(entry.key(), new Difference(Difference.Kind.GHOST,
					"%s: an entry that the user does not have".formatted(entry.addition().collection())));
			if (!left.contains(entry)) {
				findings.repaired(entry.key());
			}
		});
	}

	private Set<SideEntry> settled(Duration lookAgain) {
		long end = System.nanoTime() + lookAgain.toNanos();
		long pause = TimeUnit.MILLISECONDS.toNanos(500);
		Set<SideEntry> suspects = all();
		while (!suspects.isEmpty() && System.nanoTime() - end < 0) {
			sleep(Math.min(pause, end - System.nanoTime()));
			pause *= 2;
			suspects = again(suspects);
		}
		return suspects.isEmpty() ? suspects : surplus(suspects, this.log.of(keys(suspects)));
	}

	/** At most so many that their documents fit in memory; a repeat finds the others. */
	private Set<SideEntry> all() {
		Set<SideEntry> found = new HashSet<>();
		String prefix = this.generation.collection("");
		for (String name : this.database.collections()) {
			if (name.startsWith(prefix)) {
				String side = name.substring(prefix.length());
				new StoredDocuments(this.database, name).pages(PAGE, (page) -> {
					if (found.size() < LogComparison.PORTION - PAGE) {
						found.addAll(surplus(entries(side, page)));
					}
				});
			}
		}
		return found;
	}

	/** Reads the entries again, and then their documents. */
	private Set<SideEntry> again(Set<SideEntry> suspects) {
		Map<String, Set<String>> ids = new HashMap<>();
		suspects.forEach((entry) -> ids.computeIfAbsent(entry.addition().collection(), (side) -> new HashSet<>())
			.add(entry.addition().id()));
		Set<SideEntry> stored = new HashSet<>();
		ids.forEach((side, some) -> stored.addAll(
				entries(side, new StoredDocuments(this.database, this.generation.collection(side)).of(some).values())));
		stored.retainAll(suspects);
		return surplus(stored);
	}

	private List<SideEntry> entries(String side, Collection<Document> page) {
		List<SideEntry> entries = new ArrayList<>();
		this.parts.byName()
			.values()
			.forEach((part) -> page.forEach((entry) -> entries.addAll(part.sideEntries(side, entry))));
		return entries;
	}

	private Set<SideEntry> surplus(Collection<SideEntry> entries) {
		return entries.isEmpty() ? Set.of() : surplus(entries, this.documents.of(keys(entries)));
	}

	private Set<SideEntry> surplus(Collection<SideEntry> entries, Map<String, Document> documents) {
		return entries.stream()
			.filter((entry) -> !isNeeded(entry, documents.get(entry.key())))
			.collect(Collectors.toCollection(HashSet::new));
	}

	private boolean isNeeded(SideEntry entry, @Nullable Document document) {
		return document != null && this.sides.additions(document).contains(entry.addition());
	}

	private static Set<String> keys(Collection<SideEntry> entries) {
		return entries.stream().map(SideEntry::key).collect(Collectors.toSet());
	}

	private static void sleep(long nanos) {
		try {
			TimeUnit.NANOSECONDS.sleep(Math.max(0, nanos));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("The verification was interrupted", ex);
		}
	}

}
