package dev.rollcall.acceptance.manifest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The table of controls in docs/security.md names tests that exist, and at least one for
 * each control.
 */
class SecurityTableTests {

	private static final Path ROOT = Path.of(System.getProperty("rollcall.root"));

	private static final int CONTROLS = 36;

	private static final Pattern ROW = Pattern.compile("(?m)^\\| (S\\d+) \\|.*$");

	private static final Pattern TEST = Pattern.compile("`(\\w+Tests)#(\\w+)`");

	@Test
	void everyControlHasATest() throws IOException {
		List<MatchResult> rows = ROW.matcher(table()).results().toList();
		assertThat(rows).extracting((row) -> row.group(1))
			.containsExactlyElementsOf(IntStream.rangeClosed(1, CONTROLS).mapToObj((number) -> "S" + number).toList());
		assertThat(rows).allSatisfy((row) -> assertThat(row.group()).containsPattern(TEST));
	}

	@Test
	void everyNamedTestExists() throws IOException {
		List<Path> sources = sources();
		for (MatchResult test : TEST.matcher(table()).results().toList()) {
			assertThat(sources.stream().filter((path) -> path.endsWith(test.group(1) + ".java")).map(this::text))
				.as(test.group())
				.anyMatch((text) -> text.contains("void " + test.group(2) + "("));
		}
	}

	private static String table() throws IOException {
		return Files.readString(ROOT.resolve("docs/security.md"));
	}

	private static List<Path> sources() throws IOException {
		try (Stream<Path> modules = Files.list(ROOT)) {
			return modules.map((module) -> module.resolve("src/test/java"))
				.filter(Files::isDirectory)
				.flatMap((tests) -> {
					try (Stream<Path> files = Files.walk(tests)) {
						return files.filter((file) -> file.toString().endsWith("Tests.java")).toList().stream();
					}
					catch (IOException ex) {
						throw new IllegalStateException(ex);
					}
				})
				.toList();
		}
	}

	private String text(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
