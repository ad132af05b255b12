package dev.rollcall.acceptance.fault;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

import dev.rollcall.acceptance.Launcher;
import org.bson.Document;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A next version of session-service's accounts, compiled from its sources with other
 * names for the fields of a document.
 */
final class ReshapedAccounts {

	private static final Path SERVICE = Launcher.ROOT.resolve("session-service");

	private static final String PACKAGE = "dev/rollcall/session/account";

	/** Replacements in the sources. */
	private static final Map<String, Map<String, String>> CHANGES = Map.of("AccountProjection.java",
			Map.of("return 1;", "return 2;"), "AccountDocument.java", Map.of("PROFILE = \"profile\"",
					"PROFILE = \"person\"", "CANONICAL = \"canonical\"", "CANONICAL = \"address\""));

	private ReshapedAccounts() {
	}

	/**
	 * Compiles it.
	 * @param sources the folder for the changed sources
	 * @param classes the folder for the classes
	 */
	static void compile(Path sources, Path classes) {
		try {
			Files.createDirectories(sources);
			List<String> arguments = new ArrayList<>(List.of("-nowarn", "-d", classes.toString(), "-cp", classPath()));
			try (Stream<Path> files = Files.list(SERVICE.resolve("src/main/java").resolve(PACKAGE))) {
				for (Path file : files.toList()) {
					Path changed = sources.resolve(file.getFileName());
					Files.writeString(changed, change(file.getFileName().toString(), Files.readString(file)));
					arguments.add(changed.toString());
				}
			}
			JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
			assertThat(compiler.run(null, null, null, arguments.toArray(String[]::new))).isZero();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String classPath() throws IOException {
		try (Stream<Path> libraries = Files.list(SERVICE.resolve("target/lib"))) {
			return Stream.concat(Stream.of(SERVICE.resolve("target/classes")), libraries)
				.map(Path::toString)
				.collect(Collectors.joining(File.pathSeparator));
		}
	}

	private static String change(String file, String source) {
		String changed = source;
		for (Map.Entry<String, String> change : CHANGES.getOrDefault(file, Map.of()).entrySet()) {
			assertThat(changed).contains(change.getKey());
			changed = changed.replace(change.getKey(), change.getValue());
		}
		return changed;
	}

	/** Converts a document of the next version to this version. */
	static Document asBefore(Document document) {
		Document before = new Document(document);
		Document person = (Document) before.remove("person");
		if (person != null) {
			Document profile = new Document(person);
			Document email = new Document(person.get("email", Document.class));
			email.append("canonical", email.remove("address"));
			before.append("profile", profile.append("email", email));
		}
		return before;
	}

}
