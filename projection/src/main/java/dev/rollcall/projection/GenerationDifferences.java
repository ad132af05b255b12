package dev.rollcall.projection;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.bson.BsonDocument;
import org.bson.Document;
import org.bson.codecs.configuration.CodecRegistry;
import org.jspecify.annotations.Nullable;

/**
 * What a new generation lacks of the active one, and where its content differs at the
 * same version. Used by one thread at a time.
 */
final class GenerationDifferences {

	private static final int MAX_NAMED = 10;

	/** What is compared again is kept in memory; beyond this it is only counted. */
	private static final int MAX_LACKING = 10_000;

	private final ProjectionParts parts;

	private final CodecRegistry codecs;

	private final Map<String, Lack> lacking = new LinkedHashMap<>();

	private final List<String> different = new ArrayList<>();

	private final List<String> ghosts = new ArrayList<>();

	private long moreMissing;

	private long moreOlder;

	private long compared;

	private long differing;

	/**
	 * Creates an empty one.
	 * @param codecs those of the store: contents are compared as they are stored
	 */
	GenerationDifferences(ProjectionParts parts, CodecRegistry codecs) {
		this.parts = parts;
		this.codecs = codecs;
	}

	void clear() {
		this.lacking.clear();
		this.different.clear();
		this.ghosts.clear();
		this.compared = 0;
		this.differing = 0;
		this.moreMissing = 0;
		this.moreOlder = 0;
	}

	/** Compares a document of the active generation for the first time. */
	void compare(Document active, @Nullable Document candidate) {
		String key = active.getString("_id");
		this.compared++;
		Lack lack = lack(active, candidate);
		if (lack == null) {
			compareContent(key, active, candidate);
		}
		else if (this.lacking.size() < MAX_LACKING) {
			this.lacking.put(key, lack);
		}
		else if (lack == Lack.MISSING) {
			this.moreMissing++;
		}
		else {
			this.moreOlder++;
		}
	}

	/** Compares a key again that was lacking. */
	void compareAgain(String key, @Nullable Document active, @Nullable Document candidate) {
		Lack lack = (active != null) ? lack(active, candidate) : null;
		if (lack != null) {
			this.lacking.put(key, lack);
			return;
		}
		this.lacking.remove(key);
		if (active != null) {
			compareContent(key, active, candidate);
		}
	}

	/** Returns the keys of documents that are missing, as far as they are in memory. */
	Set<String> missingKeys() {
		return this.lacking.entrySet()
			.stream()
			.filter((lack) -> lack.getValue() == Lack.MISSING)
			.map(Map.Entry::getKey)
			.collect(Collectors.toSet());
	}

	/** Reports keys that the log does not have: they do not stop a cut-over. */
	void ghosts(Collection<String> keys) {
		this.lacking.keySet().removeAll(keys);
		keys.stream().sorted().forEach(this.ghosts::add);
	}

	/** Whether the new generation lacks nothing. */
	boolean isEmpty() {
		return this.lacking.isEmpty();
	}

	/** Whether more is lacking than {@link #lackingKeys()} has. */
	boolean isTooMany() {
		return this.moreMissing + this.moreOlder > 0;
	}

	List<String> lackingKeys() {
		return List.copyOf(this.lacking.keySet());
	}

	/** The result, without contents of documents. */
	Document findings() {
		long missing = this.lacking.values().stream().filter((lack) -> lack == Lack.MISSING).count();
		return new Document("compared", this.compared).append("missing", missing + this.moreMissing)
			.append("older", this.lacking.size() - missing + this.moreOlder)
			.append("different", this.differing)
			.append("ghosts", (long) this.ghosts.size())
			.append("ghostUsers", this.ghosts.stream().limit(MAX_NAMED).toList())
			.append("users", this.lacking.isEmpty() ? List.copyOf(this.different)
					: this.lacking.keySet().stream().limit(MAX_NAMED).toList());
	}

	private @Nullable Lack lack(Document active, @Nullable Document candidate) {
		boolean deleted = active.containsKey(KeyFold.DELETED_AT_VERSION);
		if (candidate == null) {
			return (deleted && this.parts.forgetsDeletions()) ? null : Lack.MISSING;
		}
		if (candidate.containsKey(KeyFold.DELETED_AT_VERSION)) {
			return null;
		}
		boolean older = deleted || names().anyMatch((part) -> version(candidate, part) < version(active, part));
		return older ? Lack.OLDER : null;
	}

	private Stream<String> names() {
		return this.parts.byName().keySet().stream();
	}

	private static long version(Document document, String part) {
		return DocumentComparison.version(document.get(part, Document.class));
	}

	private void compareContent(String key, Document active, @Nullable Document candidate) {
		if (candidate != null && names().anyMatch((part) -> differs(active, candidate, part))) {
			this.differing++;
			if (this.different.size() < MAX_NAMED) {
				this.different.add(key);
			}
		}
	}

	private boolean differs(Document active, Document candidate, String part) {
		Document before = active.get(part, Document.class);
		Document after = candidate.get(part, Document.class);
		return before != null && after != null && version(active, part) == version(candidate, part)
				&& !bson(before).equals(bson(after));
	}

	/** Ignores the order of fields. */
	private BsonDocument bson(Document document) {
		return document.toBsonDocument(BsonDocument.class, this.codecs);
	}

	/** What the new generation lacks of a document. */
	private enum Lack {

		/** All of it. */
		MISSING,

		/** Its newest version. */
		OLDER

	}

}
