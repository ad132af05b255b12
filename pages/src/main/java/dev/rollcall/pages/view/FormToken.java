package dev.rollcall.pages.view;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.annotation.Order;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Accepts forms only from Rollcall's own pages: a form carries the value of a cookie that
 * other origins can neither read nor set (double submit, OWASP). The header
 * {@code Sec-Fetch-Site} is checked first. The cookie is also sent when a link of a mail
 * is followed (SameSite=Lax): otherwise it would be replaced, and forms in other tabs
 * would be refused.
 */
@Component
@Order(FormToken.ORDER)
final class FormToken implements WebFilter {

	static final int ORDER = 20;

	private static final String COOKIE = "__Host-pages-form";

	private static final String FIELD = "csrf";

	private static final String ATTRIBUTE = FormToken.class.getName();

	private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

	private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9_-]{24}");

	private static final int BYTES = 18;

	private static final SecureRandom RANDOM = new SecureRandom();

	/** Returns the value that the forms of this page carry. */
	static String of(ServerWebExchange exchange) {
		return String.valueOf(exchange.getAttributeOrDefault(ATTRIBUTE, ""));
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		if (AssetRoutes.serves(exchange.getRequest())) {
			return chain.filter(exchange);
		}
		String kept = cookie(exchange.getRequest());
		if (kept == null) {
			exchange.getAttributes().put(ATTRIBUTE, create(exchange));
		}
		else {
			exchange.getAttributes().put(ATTRIBUTE, kept);
		}
		if (SAFE.contains(exchange.getRequest().getMethod())) {
			return chain.filter(exchange);
		}
		if (kept == null || isFromElsewhere(exchange.getRequest())) {
			return refuse();
		}
		return exchange.getFormData()
			.filter((form) -> isSame(kept, form.getFirst(FIELD)))
			.switchIfEmpty(refuse())
			.flatMap((form) -> chain.filter(exchange));
	}

	private static <T> Mono<T> refuse() {
		return Mono.error(() -> new ResponseStatusException(HttpStatus.FORBIDDEN));
	}

	private static @Nullable String cookie(ServerHttpRequest request) {
		HttpCookie cookie = request.getCookies().getFirst(COOKIE);
		return (cookie != null && VALUE.matcher(cookie.getValue()).matches()) ? cookie.getValue() : null;
	}

	/** Old browsers do not send the header. */
	private static boolean isFromElsewhere(ServerHttpRequest request) {
		String site = request.getHeaders().getFirst("Sec-Fetch-Site");
		return site != null && !site.equals("same-origin");
	}

	private static boolean isSame(String kept, @Nullable String sent) {
		return sent != null
				&& MessageDigest.isEqual(kept.getBytes(StandardCharsets.UTF_8), sent.getBytes(StandardCharsets.UTF_8));
	}

	private static String create(ServerWebExchange exchange) {
		byte[] random = new byte[BYTES];
		RANDOM.nextBytes(random);
		String value = Base64.getUrlEncoder().encodeToString(random);
		exchange.getResponse()
			.addCookie(
					ResponseCookie.from(COOKIE, value).path("/").httpOnly(true).secure(true).sameSite("Lax").build());
		return value;
	}

}
