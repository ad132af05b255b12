package dev.rollcall.acceptance.check;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;

/**
 * One text for equal contents: keys in order, times in milliseconds, bytes in base64.
 */
public final class Canonical {

	private Canonical() {
	}

	/**
	 * Writes a value.
	 * @param value maps, lists, numbers, texts, times, bytes
	 * @return the text
	 */
	public static String text(@Nullable Object value) {
		if (value instanceof Map<?, ?> map) {
			Map<String, String> sorted = new TreeMap<>();
			map.forEach((key, part) -> sorted.put(String.valueOf(key), text(part)));
			return sorted.toString();
		}
		if (value instanceof Collection<?> collection) {
			return collection.stream().map(Canonical::text).collect(Collectors.joining(",", "[", "]"));
		}
		if (value instanceof Date date) {
			return Long.toString(date.getTime());
		}
		if (value instanceof Binary binary) {
			return Base64.getEncoder().encodeToString(binary.getData());
		}
		return String.valueOf(value);
	}

	/**
	 * Hashes a value.
	 * @param value the value
	 * @return SHA-256 of its text, in hexadecimal digits
	 */
	public static String hash(@Nullable Object value) {
		try {
			return HexFormat.of()
				.formatHex(MessageDigest.getInstance("SHA-256").digest(text(value).getBytes(StandardCharsets.UTF_8)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
