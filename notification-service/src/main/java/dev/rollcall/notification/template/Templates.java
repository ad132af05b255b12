package dev.rollcall.notification.template;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Renders messages. Their texts are resources, compiled once; text that users wrote is
 * inserted as a value only.
 */
@Component
public final class Templates {

	/** Plain text needs no escaping; a client that shows it as HTML escapes it. */
	private static final Mustache.Compiler COMPILER = Mustache.compiler()
		.withEscaper(Escapers.NONE)
		.emptyStringIsFalse(true);

	private static final DateTimeFormatter TIME = DateTimeFormatter
		.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
		.withZone(ZoneOffset.UTC);

	private final Map<Template, com.samskivert.mustache.Template> mails = compile("mail", (template) -> true);

	private final Map<Template, com.samskivert.mustache.Template> notifications = compile("in-app", Template::isInApp);

	/**
	 * Renders a mail.
	 * @param name the user's name as the user wrote it; null if unknown
	 * @param link null if the mail has no link
	 */
	public Content mail(Template template, @Nullable String name, @Nullable String link, Occurrences occurrences) {
		return render(this.mails, template, values(name, link, occurrences));
	}

	/**
	 * Renders an entry of the inbox.
	 * @param name the user's name as the user wrote it; null if unknown
	 */
	public Content notification(Template template, @Nullable String name, Occurrences occurrences) {
		return render(this.notifications, template, values(name, null, occurrences));
	}

	private static Map<String, Object> values(@Nullable String name, @Nullable String link, Occurrences occurrences) {
		return Map.of("name", PersonName.of(name).value(), "link", (link != null) ? link : "", "many",
				occurrences.count() > 1, "count", occurrences.count(), "since", TIME.format(occurrences.since()));
	}

	private static Content render(Map<Template, com.samskivert.mustache.Template> compiled, Template template,
			Map<String, Object> values) {
		com.samskivert.mustache.Template found = compiled.get(template);
		if (found == null) {
			throw new IllegalArgumentException("No text for template " + template);
		}
		String text = found.execute(values);
		int firstLine = text.indexOf('\n');
		return new Content(text.substring(0, firstLine).strip(), text.substring(firstLine).strip() + "\n");
	}

	private static Map<Template, com.samskivert.mustache.Template> compile(String medium, Predicate<Template> exists) {
		Map<Template, com.samskivert.mustache.Template> compiled = new EnumMap<>(Template.class);
		for (Template template : Template.values()) {
			if (exists.test(template)) {
				compiled.put(template,
						COMPILER.compile(read("/templates/en/" + template.id() + "." + medium + ".txt")));
			}
		}
		return compiled;
	}

	private static String read(String resource) {
		try (InputStream stream = Templates.class.getResourceAsStream(resource)) {
			if (stream == null) {
				throw new IllegalStateException("Missing template: " + resource);
			}
			return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
