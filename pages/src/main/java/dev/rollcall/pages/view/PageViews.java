package dev.rollcall.pages.view;

import java.net.URI;
import java.util.Locale;

import dev.rollcall.pages.api.Answer;

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

	/** Adds what the step before a page has done, or why it was refused. */
	public Rendering.Builder<?> after(Step step, Rendering.Builder<?> page) {
		return page.modelAttribute("notice", known("done." + step.done()))
			.modelAttribute("problem", known("problem." + step.refused()));
	}

	/** Returns the key if there is such a text, else an empty string. */
	private String known(String key) {
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
