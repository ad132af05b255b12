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
 * The cookies of a browser's session. The prefix {@code __Host-} keeps other hosts and
 * plain http from setting them. What scripts send back against CSRF stands in two
 * cookies: one that they read, and one with the prefix that counts.
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

	/** Keeps the tokens, for as long as the refresh token counts. */
	static void keep(ServerHttpResponse response, Tokens tokens) {
		Duration life = Duration.ofSeconds(tokens.refreshExpiresIn());
		atCommit(response, cookie(ACCESS, tokens.accessToken(), life, true),
				cookie(REFRESH, tokens.refreshToken(), life, true));
	}

	/**
	 * Gives what scripts of the application's own pages send back: what they have, else
	 * new.
	 */
	static void guard(ServerWebExchange exchange, Tokens tokens) {
		String kept = value(exchange.getRequest(), CSRF);
		String guard = (kept != null && CSRF_VALUE.matcher(kept).matches()) ? kept : random();
		Duration life = Duration.ofSeconds(tokens.refreshExpiresIn());
		atCommit(exchange.getResponse(), cookie(CSRF, guard, life, true), cookie(READABLE_CSRF, guard, life, false));
	}

	/** Clears them with whatever is answered. */
	static void clear(ServerHttpResponse response) {
		atCommit(response, CLEARED);
	}

	/** Clears them if the session has ended, now or before. */
	static void clearOnceEnded(ServerHttpResponse response) {
		response.beforeCommit(() -> {
			if (HttpStatus.NO_CONTENT.equals(response.getStatusCode())
					|| HttpStatus.UNAUTHORIZED.equals(response.getStatusCode())) {
				put(response, CLEARED);
			}
			return Mono.empty();
		});
	}

	/** With a problem too, which clears what was set before. The last one set counts. */
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
