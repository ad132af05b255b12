package dev.rollcall.pages.view;

import java.util.Locale;
import java.util.Map;

import dev.rollcall.pages.api.Api;

import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.server.ServerWebExchange;

/**
 * The values that every template can use.
 */
@ControllerAdvice
final class PageModel {

	private final Texts texts;

	private final Branding branding;

	private final AssetRoutes.AssetVersion version;

	PageModel(Texts texts, Branding branding, AssetRoutes.AssetVersion version) {
		this.texts = texts;
		this.branding = branding;
		this.version = version;
	}

	@ModelAttribute
	void add(Model model, ServerWebExchange exchange) {
		model.addAllAttributes(of(exchange));
	}

	Map<String, Object> of(ServerWebExchange exchange) {
		Locale language = Languages.of(exchange);
		return Map.of("text", this.texts.in(language), "language", language.toLanguageTag(), "csrf",
				FormToken.of(exchange), "signedIn", Api.isSignedIn(exchange), "brand", this.branding, "version",
				this.version.value());
	}

}
