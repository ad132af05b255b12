package dev.rollcall.pages.view;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TextsTests {

	private static final Path MAIN = Path.of("src/main");

	private static final Path BUNDLES = MAIN.resolve("resources/texts");

	private static final Pattern IN_TEMPLATE = Pattern
		.compile("\\{\\{#text}}\\s*([a-zA-Z.-]+?)\\s*(\\||\\{\\{/text}})");

	/** Keys that the code composes; the rest of each is a name of the REST API. */
	private static final Pattern COMPOSED = Pattern.compile("(problem|refused|field|kind)\\..*");

	@Test
	void everyTextOfATemplateExists() {
		assertThat(keys("texts.properties")).containsAll(usedByTemplates());
	}

	@Test
	void everyTextIsUsed() {
		Set<String> unused = keys("texts.properties");
		unused.removeAll(usedByTemplates());
		String code = read(MAIN.resolve("java"), ".java");
		Set<String> templates = files(MAIN.resolve("resources/templates"))
			.map((file) -> MAIN.resolve("resources/templates").relativize(file).toString())
			.map((name) -> name.replace(".mustache", ".title").replace('/', '.'))
			.collect(Collectors.toSet());
		unused.removeIf((key) -> code.contains('"' + key + '"') || templates.contains(key)
				|| COMPOSED.matcher(key).matches() || isSubmit(key, code) || isNotice(key, code));
		assertThat(unused).isEmpty();
	}

	/** A redirect names the notice of the next page. */
	private static boolean isNotice(String key, String code) {
		String name = key.replace("done.", "");
		return key.startsWith("done.") && (code.contains("?done=" + name + '"')
				|| Pattern.compile("[(,]\\s*\"" + name + "\"\\)").matcher(code).find() || code.contains(name + "|")
				|| code.contains("|" + name));
	}

	/** The label of a link's button is composed of the page's name. */
	private static boolean isSubmit(String key, String code) {
		return key.endsWith(".submit")
				&& Pattern.compile("[\"/|:]" + key.replace(".submit", "") + "[\"|}]").matcher(code).find();
	}

	@Test
	void fileOfTheOperatorReplacesATextAndAddsALanguage(@TempDir Path folder) throws IOException {
		Files.writeString(folder.resolve("texts_de.properties"), "sign-in.submit=Los", StandardCharsets.UTF_8);
		Files.writeString(folder.resolve("texts_it.properties"), "sign-in.submit=Accedi", StandardCharsets.UTF_8);
		Texts texts = new Texts(new ViewProperties(List.of("en"), folder.toString(), "", "Shop", List.of()));
		assertThat(texts.get(Locale.GERMAN, "sign-in.submit")).isEqualTo("Los");
		assertThat(texts.get(Locale.GERMAN, "sign-out.submit")).isEqualTo("Abmelden");
		assertThat(texts.get(Locale.ITALIAN, "sign-in.submit")).isEqualTo("Accedi");
		assertThat(texts.get(Locale.ENGLISH, "sign-in.submit")).isEqualTo("Sign in");
		assertThat(texts.get(Locale.ENGLISH, "product")).isEqualTo("Shop");
	}

	@ParameterizedTest
	@ValueSource(strings = { "de", "es", "fr", "ja", "zh_CN" })
	void everyLanguageHasTheSameTexts(String language) {
		assertThat(keys("texts_" + language + ".properties")).isEqualTo(keys("texts.properties"));
	}

	private static Set<String> usedByTemplates() {
		return IN_TEMPLATE.matcher(read(MAIN.resolve("resources/templates"), ".mustache"))
			.results()
			.map((MatchResult match) -> match.group(1))
			.filter((key) -> !key.equals("product"))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static Set<String> keys(String bundle) {
		Properties texts = new Properties();
		try (var reader = Files.newBufferedReader(BUNDLES.resolve(bundle))) {
			texts.load(reader);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return new TreeSet<>(texts.stringPropertyNames());
	}

	private static String read(Path folder, String ending) {
		return files(folder).filter((file) -> file.toString().endsWith(ending)).map((file) -> {
			try {
				return Files.readString(file, StandardCharsets.UTF_8);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}).collect(Collectors.joining("\n"));
	}

	private static Stream<Path> files(Path folder) {
		try (Stream<Path> found = Files.walk(folder)) {
			return found.filter(Files::isRegularFile).toList().stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
