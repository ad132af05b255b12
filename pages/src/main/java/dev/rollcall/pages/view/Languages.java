package dev.rollcall.pages.view;

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.context.i18n.LocaleContext;
import org.springframework.context.i18n.SimpleLocaleContext;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import org.springframework.web.server.i18n.LocaleContextResolver;

/**
 * Selects the language of a page: the best match of what the browser accepts (RFC 4647,
 * look-up), else English.
 */
@Component(WebHttpHandlerBuilder.LOCALE_CONTEXT_RESOLVER_BEAN_NAME)
public final class Languages implements LocaleContextResolver {

	private static final int MAX_HEADER = 500;

	private final List<Locale> supported;

	Languages(ViewProperties properties) {
		this.supported = properties.languages().stream().map(Locale::forLanguageTag).toList();
	}

	/** Returns the language of the page that answers a request. */
	public static Locale of(ServerWebExchange exchange) {
		Locale language = exchange.getLocaleContext().getLocale();
		return (language != null) ? language : Locale.ENGLISH;
	}

	@Override
	public LocaleContext resolveLocaleContext(ServerWebExchange exchange) {
		return new SimpleLocaleContext(best(exchange.getRequest().getHeaders().getFirst(HttpHeaders.ACCEPT_LANGUAGE)));
	}

	Locale best(@Nullable String accepted) {
		if (accepted == null || accepted.length() > MAX_HEADER) {
			return Locale.ENGLISH;
		}
		try {
			Locale found = Locale.lookup(Locale.LanguageRange.parse(accepted), this.supported);
			return (found != null) ? found : Locale.ENGLISH;
		}
		catch (IllegalArgumentException ex) {
			return Locale.ENGLISH;
		}
	}

	@Override
	public void setLocaleContext(ServerWebExchange exchange, @Nullable LocaleContext locale) {
		throw new UnsupportedOperationException("The browser selects the language");
	}

}
