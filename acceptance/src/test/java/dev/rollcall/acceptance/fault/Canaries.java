package dev.rollcall.acceptance.fault;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.rollcall.acceptance.check.History;

/**
 * Searches what operators read (logs and headers of dead letters) for secrets and
 * personal data of users.
 */
final class Canaries {

	/** Addresses and passwords of the load, hashes and tokens. */
	private static final Pattern SECRET = Pattern
		.compile("user-[0-9a-f-]{36}@|correct horse|[$]argon2|eyJ[A-Za-z0-9_-]{20,}[.]");

	private final Path logs;

	Canaries(Path logs) {
		this.logs = logs;
	}

	void requireNone(History history) {
		List<String> found = new ArrayList<>();
		try (Stream<Path> files = Files.list(this.logs)) {
			for (Path file : files.toList()) {
				search(file, found);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		history.deadLetters()
			.filter((deadLetter) -> deadLetter.headers()
				.values()
				.stream()
				.anyMatch((value) -> SECRET.matcher(value).find()))
			.forEach((deadLetter) -> found
				.add("headers of %s at %d".formatted(deadLetter.topic(), deadLetter.offset())));
		if (!found.isEmpty()) {
			throw new AssertionError("%d secrets in logs or dead letters, such as %s".formatted(found.size(),
					found.subList(0, Math.min(5, found.size()))));
		}
	}

	/** Undecodable bytes are replaced, so that the whole log is searched. */
	private static void search(Path file, List<String> found) throws IOException {
		try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
			lines.lines().filter(SECRET.asPredicate()).forEach((line) -> found.add(file.getFileName() + ": " + line));
		}
	}

}
