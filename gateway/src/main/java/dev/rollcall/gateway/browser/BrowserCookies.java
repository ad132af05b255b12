package dev.rollcall.gateway.browser;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpCookie;
import org.springframework.http.ResponseCookie;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;

/**
 * The cookies of a browser's session. The prefix {@code __Host-} keeps other hosts and
 * plain http from setting them.
 */
final class BrowserCookies {

	static final String ACCESS = "__Host-rollcall-access";

	static final String REFRESH = "__Host-rollcall-refresh";

	static final String CSRF = "__Host-rollcall-csrf";

	static final String DEVICE = "__Host-rollcall-device";

	private static final Duration DEVICE_LIFE = Duration.ofDays(400);

	private static final SecureRandom RANDOM = new SecureRandom();

	private static final int CSRF_BYTES = 18;

	private BrowserCookies() {
	}

	static @Nullable String value(ServerHttpRequest request, String name) {
		HttpCookie cookie = request.getCookies().getFirst(name);
		return (cookie != null && !cookie.getValue().isEmpty()) ? cookie.getValue() : null;
	}

	/** Keeps the tokens, for as long as the refresh token counts. */
	static void keep(ServerHttpResponse response, Tokens tokens) {
		Duration life = Duration.ofSeconds(tokens.refreshExpiresIn());
		response.addCookie(cookie(ACCESS, tokens.accessToken(), life, true));
		response.addCookie(cookie(REFRESH, tokens.refreshToken(), life, true));
	}

	/** Gives the value that scripts of the application's own pages send back. */
	static void guard(ServerHttpResponse response, Tokens tokens) {
		byte[] random = new byte[CSRF_BYTES];
		RANDOM.nextBytes(random);
		response.addCookie(cookie(CSRF, Base64.getUrlEncoder().encodeToString(random),
				Duration.ofSeconds(tokens.refreshExpiresIn()), false));
	}

	/** Clears them with whatever is answered, a problem too. */
	static void clear(ServerHttpResponse response) {
		response.beforeCommit(() -> {
			response.addCookie(cookie(ACCESS, "", Duration.ZERO, true));
			response.addCookie(cookie(REFRESH, "", Duration.ZERO, true));
			response.addCookie(cookie(CSRF, "", Duration.ZERO, false));
			return Mono.empty();
		});
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
