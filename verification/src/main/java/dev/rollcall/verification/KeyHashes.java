package dev.rollcall.verification;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;

/**
 * A set of keys that keeps an 8-byte hash of each, so that a million keys take 8 MB. The
 * probability that two of a million keys collide is one in 30 million.
 */
final class KeyHashes {

	private long[] hashes = new long[1024];

	private int size;

	private boolean sorted = true;

	void addAll(Collection<String> keys) {
		for (String key : keys) {
			if (this.size == this.hashes.length) {
				this.hashes = Arrays.copyOf(this.hashes, this.size + this.size / 2);
			}
			this.hashes[this.size++] = hash(key);
		}
		this.sorted = false;
	}

	boolean contains(String key) {
		if (!this.sorted) {
			Arrays.sort(this.hashes, 0, this.size);
			this.sorted = true;
		}
		return Arrays.binarySearch(this.hashes, 0, this.size, hash(key)) >= 0;
	}

	private static long hash(String key) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
			return ByteBuffer.wrap(digest).getLong();
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
