package dev.rollcall.benchmark.result;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

/**
 * A folder of results, one JSON file each.
 */
public final class Results {

	private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

	private static final String SUFFIX = ".json";

	private final Path folder;

	public Results(Path folder) {
		this.folder = folder;
	}

	/** Writes a result to a new file and returns the file. */
	public Path add(Result result) throws IOException {
		String time = result.time().replaceAll("[^0-9TZ]", "");
		Path file = Files.createDirectories(this.folder).resolve(result.benchmark() + "-" + time + SUFFIX);
		return Files.writeString(file, JSON.writeValueAsString(result) + "\n");
	}

	/** Returns all results, oldest first. */
	List<Result> read() throws IOException {
		if (!Files.isDirectory(this.folder)) {
			return List.of();
		}
		List<Result> results = new ArrayList<>();
		try (Stream<Path> files = Files.list(this.folder)) {
			for (Path file : files.filter((found) -> found.toString().endsWith(SUFFIX)).sorted().toList()) {
				results.add(JSON.readValue(file.toFile(), Result.class));
			}
		}
		results.sort(Comparator.comparing(Result::time));
		return results;
	}

}
