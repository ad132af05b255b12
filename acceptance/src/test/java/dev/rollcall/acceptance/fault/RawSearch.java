package dev.rollcall.acceptance.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Searches bytes for canaries, whatever the format of the bytes is.
 */
final class RawSearch {

	private final List<Canary> canaries;

	/** Whether a canary begins with these two bytes. */
	private final boolean[] begins = new boolean[1 << 16];

	private final Map<Integer, List<Canary>> byStart = new HashMap<>();

	RawSearch(List<Canary> canaries) {
		this.canaries = List.copyOf(canaries);
		for (Canary canary : canaries) {
			this.begins[two(canary.bytes(), 0)] = true;
			this.byStart.computeIfAbsent(eight(canary.bytes(), 0), (start) -> new ArrayList<>()).add(canary);
		}
	}

	List<Canary> canaries() {
		return this.canaries;
	}

	/** Finds the canaries in a value. */
	Set<Canary> in(byte[] content) {
		Set<Canary> found = new TreeSet<>();
		for (int i = 0; i + Canary.MIN_LENGTH <= content.length; i++) {
			if (this.begins[two(content, i)]) {
				for (Canary canary : this.byStart.getOrDefault(eight(content, i), List.of())) {
					if (canary.isAt(content, i)) {
						found.add(canary);
					}
				}
			}
		}
		return found;
	}

	/**
	 * Finds the canaries in all files of a folder.
	 * @param place the name that a file is reported under; an empty one skips it
	 */
	Map<String, Set<Canary>> in(Path folder, Function<Path, String> place) {
		Map<String, Set<Canary>> found = new TreeMap<>();
		walk(folder, (file, content) -> {
			String name = place.apply(file);
			Set<Canary> here = name.isEmpty() ? Set.of() : in(content);
			if (!here.isEmpty()) {
				found.computeIfAbsent(name, (key) -> new TreeSet<>()).addAll(here);
			}
		});
		return found;
	}

	/** Files that are deleted or renamed in the meantime do not count, others do. */
	private static void walk(Path folder, BiConsumer<Path, byte[]> each) {
		try {
			Files.walkFileTree(folder, new SimpleFileVisitor<>() {

				@Override
				public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
					try {
						each.accept(file, Files.readAllBytes(file));
						return FileVisitResult.CONTINUE;
					}
					catch (NoSuchFileException ex) {
						return FileVisitResult.CONTINUE;
					}
				}

				@Override
				public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
					if (failure instanceof NoSuchFileException) {
						return FileVisitResult.CONTINUE;
					}
					throw failure;
				}

			});
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static int two(byte[] bytes, int at) {
		return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
	}

	private static int eight(byte[] bytes, int at) {
		int hash = 1;
		for (int i = at; i < at + Canary.MIN_LENGTH; i++) {
			hash = 31 * hash + bytes[i];
		}
		return hash;
	}

	/**
	 * Bytes that only one user's data contains.
	 *
	 * @param user the user id
	 * @param kind what it is
	 * @param bytes at least {@link #MIN_LENGTH} of them
	 */
	record Canary(String user, Kind kind, byte[] bytes) implements Comparable<Canary> {

		static final int MIN_LENGTH = 8;

		boolean isAt(byte[] content, int at) {
			return at + this.bytes.length <= content.length
					&& Arrays.equals(content, at, at + this.bytes.length, this.bytes, 0, this.bytes.length);
		}

		@Override
		public int compareTo(Canary other) {
			int kinds = this.kind.compareTo(other.kind);
			int users = (kinds != 0) ? kinds : this.user.compareTo(other.user);
			return (users != 0) ? users : Arrays.compare(this.bytes, other.bytes);
		}

		@Override
		public boolean equals(Object other) {
			return other instanceof Canary canary && compareTo(canary) == 0;
		}

		@Override
		public int hashCode() {
			return Arrays.hashCode(this.bytes);
		}

		@Override
		public String toString() {
			return this.kind + " of " + this.user;
		}

	}

	/**
	 * A kind of personal data or secret.
	 */
	enum Kind {

		/** The address. */
		ADDRESS,

		/** The part of the address before the at sign. */
		LOCAL_PART,

		/** The newest display name. */
		DISPLAY_NAME,

		/** The password hash in registration-service's store. */
		HASH,

		/** The sealed password hash in the log. */
		SEALED_HASH,

		/** The sealed token of a link, in a request for a mail. */
		SEALED_LINK,

		/** The token of a link in a mail. */
		LINK,

		/** The newest password. */
		PASSWORD,

		/** An access or refresh token. */
		TOKEN

	}

}
