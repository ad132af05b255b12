package dev.rollcall.local.query;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The file of a module's queries: one line for each shape, with the index that serves it.
 * A query without one is an exception, and its line ends with the reason, which people
 * write.
 */
final class QueryCatalogue {

	static final String BY = " -> ";

	/** All documents of the collection are read. */
	static final String SCANS = "scans";

	/** All documents that an index finds are sorted in memory. */
	static final String SORTS = ", sorts";

	private static final String REASON = ": ";

	private final Path folder;

	private final Path file;

	/** Creates the catalogue in the file {@code queries.txt} of a folder. */
	QueryCatalogue(Path folder) {
		this.folder = folder;
		this.file = folder.resolve("queries.txt");
	}

	boolean exists() {
		return Files.exists(this.file);
	}

	/** Returns the entries that are not in the file, or lack a reason. */
	List<String> missing(Collection<String> entries) {
		List<String> lines = lines();
		return entries.stream().filter((entry) -> lines.stream().noneMatch((line) -> covers(line, entry))).toList();
	}

	/**
	 * Returns the entries that are exceptions without a reason, or that another index
	 * serves than the file says. A query that the file lacks is right if an index serves
	 * it: some are sent only after a crash or a lost race.
	 */
	List<String> wrong(Collection<String> entries) {
		List<String> shapes = lines().stream().map(QueryCatalogue::shape).toList();
		return missing(entries).stream()
			.filter((entry) -> isException(entry) || shapes.contains(shape(entry)))
			.toList();
	}

	private static boolean covers(String line, String entry) {
		return isException(entry) ? line.startsWith(entry + REASON) && line.length() > (entry + REASON).length()
				: line.equals(entry);
	}

	private static boolean isException(String entry) {
		return entry.endsWith(SCANS) || entry.endsWith(SORTS);
	}

	/** Adds entries; each replaces the one of the same shape. */
	void add(Collection<String> entries) {
		if (entries.isEmpty()) {
			return;
		}
		SortedSet<String> lines = new TreeSet<>(lines());
		entries.forEach((entry) -> {
			lines.removeIf((line) -> shape(line).equals(shape(entry)));
			lines.add(entry);
		});
		try {
			Files.createDirectories(this.folder);
			Files.write(this.file, lines);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String shape(String line) {
		return line.substring(0, line.indexOf(BY));
	}

	private List<String> lines() {
		try {
			return exists() ? Files.readAllLines(this.file) : List.of();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
