package dev.rollcall.pages.view;

import java.util.Locale;
import java.util.Map;

import dev.rollcall.pages.api.Api;

import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

/**
 * What every template can use.
 */
@Component
public final class PageModel {

	private final Texts texts;

	private final Branding branding;

	PageModel(Texts texts, Branding branding) {
		this.texts = texts;
		this.branding = branding;
	}

	Map<String, Object> of(ServerWebExchange exchange) {
		Locale locale = locale(exchange);
		return Map.of("text", this.texts.in(locale), "language", locale.toLanguageTag(), "csrf", FormToken.of(exchange),
				"signedIn", Api.isSignedIn(exchange), "brand", this.branding, "path",
				exchange.getRequest().getPath().value());
	}

	/** Returns the language of the page. */
	public static Locale locale(ServerWebExchange exchange) {
		Locale locale = exchange.getLocaleContext().getLocale();
		return (locale != null) ? locale : Locale.ENGLISH;
	}

}
