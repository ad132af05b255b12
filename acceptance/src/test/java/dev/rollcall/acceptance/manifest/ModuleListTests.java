package dev.rollcall.acceptance.manifest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The launcher's script and the Dockerfile list the modules of the root pom. A module
 * that the script lacks is not built again after a change; one that the Dockerfile lacks
 * ends in the layer of third-party libraries.
 */
class ModuleListTests {

	private static final Path ROOT = Path.of(System.getProperty("rollcall.root"));

	@Test
	void launcherBuildsEveryModuleOfTheSystem() throws IOException {
		Set<String> modules = modules();
		modules.removeAll(Set.of("acceptance", "benchmark"));
		assertThat(words("rollcall", "(?m)^modules=\\((.*)\\)$")).containsExactlyInAnyOrderElementsOf(modules);
	}

	@Test
	void imageHasEveryLibraryInItsOwnLayer() throws IOException {
		Set<String> libraries = modules();
		libraries.removeIf((module) -> module.endsWith("-service"));
		libraries.removeAll(Set.of("acceptance", "benchmark", "gateway", "local", "pages"));
		assertThat(words("Dockerfile", "for own in ([^;]*);")).containsExactlyInAnyOrderElementsOf(libraries);
	}

	private static Set<String> modules() throws IOException {
		String pom = Files.readString(ROOT.resolve("pom.xml"));
		String listed = pom.substring(pom.indexOf("<modules>"), pom.indexOf("</modules>"));
		return Pattern.compile("<module>(.*?)</module>")
			.matcher(listed)
			.results()
			.map((match) -> match.group(1))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static List<String> words(String file, String pattern) throws IOException {
		MatchResult list = Pattern.compile(pattern)
			.matcher(Files.readString(ROOT.resolve(file)))
			.results()
			.findFirst()
			.orElseThrow();
		return List.of(list.group(1).split(" "));
	}

}
