package dev.rollcall.verification;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.Map;

import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;

/**
 * A 64-bit hash of a document's content: equal contents have equal hashes, whatever the
 * order of their fields. Contents with different hashes may still be equal, for example
 * if a type is stored as another one, and have to be compared themselves.
 */
public final class Fingerprint {

	private static final long PRIME = 0x100000001b3L;

	private Fingerprint() {
	}

	/**
	 * Returns the hash of a document, list or value.
	 */
	public static long of(@Nullable Object value) {
		if (value instanceof Map<?, ?> fields) {
			return fields.entrySet()
				.stream()
				.mapToLong((field) -> mix(31 * text(String.valueOf(field.getKey())) + of(field.getValue())))
				.sum();
		}
		if (value instanceof Collection<?> items) {
			return items.stream().mapToLong(Fingerprint::of).reduce(1, (hash, item) -> mix(31 * hash + item));
		}
		if (value instanceof Number number) {
			return mix(number.longValue());
		}
		if (value instanceof Binary binary) {
			return bytes(binary.getData());
		}
		if (value instanceof Date date) {
			return mix(date.getTime());
		}
		return (value instanceof Instant instant) ? mix(instant.toEpochMilli()) : text(String.valueOf(value));
	}

	static long text(String text) {
		long hash = 0xcbf29ce484222325L;
		for (int i = 0; i < text.length(); i++) {
			hash = (hash ^ text.charAt(i)) * PRIME;
		}
		return mix(hash);
	}

	private static long bytes(byte[] bytes) {
		long hash = Arrays.hashCode(bytes);
		for (byte one : bytes) {
			hash = (hash ^ one) * PRIME;
		}
		return mix(hash);
	}

	private static long mix(long hash) {
		long mixed = (hash ^ (hash >>> 32)) * 0xd6e8feb86659fd93L;
		mixed = (mixed ^ (mixed >>> 32)) * 0xd6e8feb86659fd93L;
		return mixed ^ (mixed >>> 32);
	}

}
