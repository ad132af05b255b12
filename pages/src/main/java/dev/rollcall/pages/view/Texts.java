package dev.rollcall.pages.view;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import dev.rollcall.pages.api.Answer;
import org.jspecify.annotations.Nullable;

import org.springframework.context.support.ReloadableResourceBundleMessageSource;
import org.springframework.stereotype.Component;

/**
 * The texts of all pages. An operator's files are read first, so they replace single
 * texts.
 */
@Component
final class Texts {

	private static final String BUNDLE = "texts";

	private static final String PRODUCT = "product";

	private final ReloadableResourceBundleMessageSource messages = new ReloadableResourceBundleMessageSource();

	private final String product;

	Texts(ViewProperties properties) {
		List<String> bundles = new ArrayList<>();
		if (!properties.texts().isEmpty()) {
			bundles.add(Path.of(properties.texts()).resolve(BUNDLE).toUri().toString());
		}
		bundles.add("classpath:texts/" + BUNDLE);
		this.messages.setBasenames(bundles.toArray(String[]::new));
		this.messages.setDefaultEncoding(StandardCharsets.UTF_8.name());
		this.messages.setFallbackToSystemLocale(false);
		this.product = properties.product();
	}

	/**
	 * Returns a text, or null if there is none with this key.
	 */
	@Nullable String find(Locale locale, String key) {
		return key.equals(PRODUCT) ? this.product : this.messages.getMessage(key, null, null, locale);
	}

	/**
	 * Returns a text.
	 * @throws IllegalArgumentException if there is none with this key
	 */
	String get(Locale locale, String key) {
		String text = find(locale, key);
		if (text == null) {
			throw new IllegalArgumentException("There is no text " + key);
		}
		return text;
	}

	/** Returns why the REST API refused a field. */
	String reason(Locale locale, Answer.Refusal refusal) {
		String text = find(locale, "refused." + refusal.code());
		return (text != null) ? text : refusal.message();
	}

	/** Returns the key of the text that says why a call failed. */
	String problem(Locale locale, Answer answer) {
		String key = "problem." + answer.problem();
		return (find(locale, key) != null) ? key : "problem.unavailable";
	}

	/**
	 * Returns what templates call as <code>{{#text}}key{{/text}}</code>, or with one
	 * value for <code>{0}</code> as <code>{{#text}}key|{{name}}{{/text}}</code>.
	 */
	Mustache.Lambda in(Locale locale) {
		return new Mustache.Lambda() {
			@Override
			public void execute(Template.Fragment fragment, Writer out) throws IOException {
				String[] parts = fragment.execute().split("\\|", 2);
				String text = Escapers.HTML.escape(get(locale, parts[0].strip()));
				out.write(
						(parts.length == 1) ? text : new MessageFormat(text, locale).format(new Object[] { parts[1] }));
			}
		};
	}

}
