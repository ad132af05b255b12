package dev.rollcall.projection;

import java.util.List;
import java.util.Set;

import org.bson.BsonDocument;
import org.bson.Document;
import org.bson.codecs.configuration.CodecRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Compares a document as stored with what it ought to be, part by part: by version, and
 * at the same version by content.
 */
final class DocumentComparison {

	private final List<String> parts;

	private final CodecRegistry codecs;

	private final boolean forgetsDeletions;

	/**
	 * Makes a comparison.
	 * @param projection whose documents they are
	 * @param codecs those of the store: contents are compared as they are stored
	 * @param compactedTopics topics that forget who was deleted
	 */
	DocumentComparison(Projection projection, CodecRegistry codecs, Set<String> compactedTopics) {
		this.parts = projection.parts().stream().map(ProjectionPart::name).distinct().toList();
		this.codecs = codecs;
		this.forgetsDeletions = forgetsDeletions(projection, compactedTopics);
	}

	/**
	 * Whether the log forgets deletions in time: compaction removes the tombstones of
	 * compacted topics.
	 */
	static boolean forgetsDeletions(Projection projection, Set<String> compactedTopics) {
		return projection.parts().stream().map(ProjectionPart::topic).allMatch(compactedTopics::contains);
	}

	/**
	 * Says what differs.
	 * @param expected what the log makes of the key; null if the log does not have it
	 * @param stored what the store has; null if it has nothing
	 * @return the first difference; null if there is none
	 */
	Held.@Nullable Doubt of(@Nullable Document expected, @Nullable Document stored) {
		if (expected == null) {
			return (stored != null && !(this.forgetsDeletions && stored.containsKey(KeyFold.DELETED_AT_VERSION)))
					? new Held.Doubt(Findings.Kind.GHOST, "the log does not have it") : null;
		}
		if (stored == null) {
			return new Held.Doubt(Findings.Kind.LOST, "only the log has it");
		}
		Held.Doubt deletion = deletion(expected.get(KeyFold.DELETED_AT_VERSION),
				stored.get(KeyFold.DELETED_AT_VERSION));
		if (deletion != null) {
			return deletion;
		}
		for (String part : this.parts) {
			Held.Doubt doubt = part(part, expected.get(part, Document.class), stored.get(part, Document.class));
			if (doubt != null) {
				return doubt;
			}
		}
		return null;
	}

	private static Held.@Nullable Doubt deletion(@Nullable Object expected, @Nullable Object stored) {
		if (expected == null) {
			return (stored != null) ? new Held.Doubt(Findings.Kind.GHOST, "deleted here, not in the log") : null;
		}
		if (stored == null) {
			return new Held.Doubt(Findings.Kind.STALE, "deleted in the log");
		}
		return expected.equals(stored) ? null : new Held.Doubt(Findings.Kind.DIVERGED, "deleted at another version");
	}

	private Held.@Nullable Doubt part(String name, @Nullable Document expected, @Nullable Document stored) {
		long there = version(expected);
		long here = version(stored);
		if (here < there) {
			return new Held.Doubt(Findings.Kind.STALE, "%s %d, the log has %d".formatted(name, here, there));
		}
		if (here > there) {
			return new Held.Doubt(Findings.Kind.GHOST, "%s %d, the log has %d".formatted(name, here, there));
		}
		return (expected == null || stored == null || bson(expected).equals(bson(stored))) ? null
				: new Held.Doubt(Findings.Kind.DIVERGED, "%s %d has another content".formatted(name, here));
	}

	/** The order of fields does not count. */
	private BsonDocument bson(Document document) {
		return document.toBsonDocument(BsonDocument.class, this.codecs);
	}

	static long version(@Nullable Document part) {
		return (part != null && part.get(KeyFold.VERSION) instanceof Number version) ? version.longValue() : 0;
	}

}
