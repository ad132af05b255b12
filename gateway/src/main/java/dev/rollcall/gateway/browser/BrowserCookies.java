package dev.rollcall.gateway.browser;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpCookie;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;

/**
 * The cookies of a browser's session. The prefix {@code __Host-} prevents other hosts and
 * plain HTTP from setting them. The CSRF token is in two cookies: scripts read the one
 * without the prefix; requests are compared with the one with the prefix.
 */
final class BrowserCookies {

	/** Begins the names of all cookies that scripts cannot set. */
	static final String HOST_PREFIX = "__Host-rollcall-";

	static final String ACCESS = HOST_PREFIX + "access";

	static final String REFRESH = HOST_PREFIX + "refresh";

	static final String CSRF = HOST_PREFIX + "csrf";

	/** Also the header's name. */
	static final String READABLE_CSRF = "Rollcall-Csrf";

	/** Also the header's name. */
	static final String DEVICE = "Rollcall-Device";

	private static final Duration DEVICE_LIFE = Duration.ofDays(400);

	private static final SecureRandom RANDOM = new SecureRandom();

	private static final int CSRF_BYTES = 18;

	private static final Pattern CSRF_VALUE = Pattern.compile("[A-Za-z0-9_-]{1,64}");

	private static final ResponseCookie[] CLEARED = { cookie(ACCESS, "", Duration.ZERO, true),
			cookie(REFRESH, "", Duration.ZERO, true), cookie(CSRF, "", Duration.ZERO, true),
			cookie(READABLE_CSRF, "", Duration.ZERO, false) };

	private BrowserCookies() {
	}

	static @Nullable String value(ServerHttpRequest request, String name) {
		HttpCookie cookie = request.getCookies().getFirst(name);
		return (cookie != null && !cookie.getValue().isEmpty()) ? cookie.getValue() : null;
	}

	/** Sets the tokens as cookies, for the lifetime of the refresh token. */
	static void setTokens(ServerHttpResponse response, Tokens tokens) {
		Duration life = Duration.ofSeconds(tokens.refreshExpiresIn());
		atCommit(response, cookie(ACCESS, tokens.accessToken(), life, true),
				cookie(REFRESH, tokens.refreshToken(), life, true));
	}

	/**
	 * Sets the CSRF token, which scripts of the application's own pages send back. Keeps
	 * an existing token.
	 */
	static void setCsrf(ServerWebExchange exchange, Tokens tokens) {
		String kept = value(exchange.getRequest(), CSRF);
		String csrf = (kept != null && CSRF_VALUE.matcher(kept).matches()) ? kept : random();
		Duration life = Duration.ofSeconds(tokens.refreshExpiresIn());
		atCommit(exchange.getResponse(), cookie(CSRF, csrf, life, true), cookie(READABLE_CSRF, csrf, life, false));
	}

	/** Clears the session cookies, whatever the status of the response. */
	static void clear(ServerHttpResponse response) {
		atCommit(response, CLEARED);
	}

	/** Clears the session cookies if the response says that the session has ended. */
	static void clearOnceEnded(ServerHttpResponse response) {
		response.beforeCommit(() -> {
			if (HttpStatus.NO_CONTENT.equals(response.getStatusCode())
					|| HttpStatus.UNAUTHORIZED.equals(response.getStatusCode())) {
				put(response, CLEARED);
			}
			return Mono.empty();
		});
	}

	/**
	 * Also sets cookies on problems, which clear earlier headers. The last value wins.
	 */
	private static void atCommit(ServerHttpResponse response, ResponseCookie... cookies) {
		response.beforeCommit(() -> {
			put(response, cookies);
			return Mono.empty();
		});
	}

	private static void put(ServerHttpResponse response, ResponseCookie... cookies) {
		for (ResponseCookie cookie : cookies) {
			response.getCookies().set(cookie.getName(), cookie);
		}
	}

	private static String random() {
		byte[] random = new byte[CSRF_BYTES];
		RANDOM.nextBytes(random);
		return Base64.getUrlEncoder().encodeToString(random);
	}

	static ResponseCookie device(String token) {
		return cookie(DEVICE, token, DEVICE_LIFE, true);
	}

	private static ResponseCookie cookie(String name, String value, Duration life, boolean hidden) {
		return ResponseCookie.from(name, value)
			.maxAge(life)
			.path("/")
			.httpOnly(hidden)
			.secure(true)
			.sameSite("Strict")
			.build();
	}

}
