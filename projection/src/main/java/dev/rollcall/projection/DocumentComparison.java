package dev.rollcall.projection;

import java.util.Set;

import dev.rollcall.verification.Difference;
import org.bson.BsonDocument;
import org.bson.Document;
import org.bson.codecs.configuration.CodecRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Compares a stored document with the expected one, part by part: by version, and at the
 * same version by content.
 */
final class DocumentComparison {

	private final ProjectionParts parts;

	private final CodecRegistry codecs;

	/**
	 * Creates a comparison.
	 * @param codecs the store's codecs: contents are compared in their stored form
	 */
	DocumentComparison(ProjectionParts parts, CodecRegistry codecs) {
		this.parts = parts;
		this.codecs = codecs;
	}

	Set<String> parts() {
		return this.parts.byName().keySet();
	}

	/**
	 * Finds the first difference.
	 * @param expected null if the log does not have the key
	 * @param stored null if the store does not have the key
	 * @return null if there is no difference
	 */
	@Nullable Difference of(@Nullable Document expected, @Nullable Document stored) {
		if (expected == null) {
			return (stored != null
					&& !(this.parts.forgetsDeletions() && stored.containsKey(KeyFold.DELETED_AT_VERSION)))
							? new Difference(Difference.Kind.GHOST, "the log does not have it") : null;
		}
		if (stored == null) {
			return new Difference(Difference.Kind.LOST, "only the log has it");
		}
		Difference deletion = deletion(expected.get(KeyFold.DELETED_AT_VERSION),
				stored.get(KeyFold.DELETED_AT_VERSION));
		if (deletion != null) {
			return deletion;
		}
		for (String part : this.parts.byName().keySet()) {
			Difference difference = part(part, expected.get(part, Document.class), stored.get(part, Document.class));
			if (difference != null) {
				return difference;
			}
		}
		return null;
	}

	private static @Nullable Difference deletion(@Nullable Object expected, @Nullable Object stored) {
		if (expected == null) {
			return (stored != null) ? new Difference(Difference.Kind.GHOST, "deleted here, not in the log") : null;
		}
		if (stored == null) {
			return new Difference(Difference.Kind.STALE, "deleted in the log");
		}
		return expected.equals(stored) ? null : new Difference(Difference.Kind.DIVERGED, "deleted at another version");
	}

	private @Nullable Difference part(String name, @Nullable Document expected, @Nullable Document stored) {
		long there = version(expected);
		long here = version(stored);
		if (here < there) {
			return new Difference(Difference.Kind.STALE, "%s %d, the log has %d".formatted(name, here, there));
		}
		if (here > there) {
			return new Difference(Difference.Kind.GHOST, "%s %d, the log has %d".formatted(name, here, there));
		}
		return (expected == null || stored == null || bson(expected).equals(bson(stored))) ? null
				: new Difference(Difference.Kind.DIVERGED, "%s %d has another content".formatted(name, here));
	}

	/** The order of fields does not count. */
	private BsonDocument bson(Document document) {
		return document.toBsonDocument(BsonDocument.class, this.codecs);
	}

	static long version(@Nullable Document part) {
		return (part != null && part.get(KeyFold.VERSION) instanceof Number version) ? version.longValue() : 0;
	}

}
