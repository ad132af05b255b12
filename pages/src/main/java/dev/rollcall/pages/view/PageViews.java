package dev.rollcall.pages.view;

import java.net.URI;
import java.util.Locale;

import dev.rollcall.pages.api.Answer;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;

/**
 * Renders pages with a form.
 */
@Component
public final class PageViews {

	private final Texts texts;

	PageViews(Texts texts) {
		this.texts = texts;
	}

	/**
	 * Shows a page. Its title is the text {@code <template>.title}, with dots for
	 * slashes.
	 */
	public static Rendering.Builder<?> page(String template) {
		return Rendering.view(template).modelAttribute("title", template.replace('/', '.') + ".title");
	}

	/** Shows a page with a form. */
	public static Rendering page(String template, Form form) {
		return page(template).modelAttribute("form", form).build();
	}

	/** Shows a page again, with the reasons why the REST API refused its form. */
	public Rendering refused(String template, Form form, Answer answer, ServerWebExchange exchange) {
		Form refused = form.refused(answer, this.texts, Languages.of(exchange));
		return page(template).modelAttribute("form", refused).status(HttpStatusCode.valueOf(answer.status())).build();
	}

	/**
	 * Returns the key of the text about the step before a page; empty if there is none.
	 * No link can show any other text.
	 */
	public String notice(@Nullable String done) {
		String key = "done." + done;
		return (this.texts.find(Locale.ENGLISH, key) != null) ? key : "";
	}

	/**
	 * Returns the key of the text that says why a call failed; empty if it did not.
	 */
	public String problem(Answer answer, ServerWebExchange exchange) {
		return answer.isSuccess() ? "" : this.texts.problem(Languages.of(exchange), answer);
	}

	/**
	 * Returns the key of the text about a problem that the step before had; empty if
	 * there is none. No link can show any other text.
	 */
	public String problem(@Nullable String name) {
		String key = "problem." + name;
		return (this.texts.find(Locale.ENGLISH, key) != null) ? key : "";
	}

	/**
	 * Returns the name of a kind of notification in the language of the page; the kind
	 * itself if it has no text.
	 */
	public String kind(String kind, ServerWebExchange exchange) {
		String text = this.texts.find(Languages.of(exchange), "kind." + kind);
		return (text != null) ? text : kind;
	}

	/** Shows another page, by GET. */
	public static Rendering goTo(String path) {
		return Rendering.redirectTo(path).build();
	}

	/** Shows an address, possibly of another application, by GET. */
	public static Rendering goTo(URI address) {
		return Rendering.redirectTo(address.toString()).build();
	}

}
