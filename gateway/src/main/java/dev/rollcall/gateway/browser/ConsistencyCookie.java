package dev.rollcall.gateway.browser;

import java.time.Duration;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpCookie;
import org.springframework.http.ResponseCookie;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** Keeps the consistency token for a browser from sign-up to sign-in. */
final class ConsistencyCookie {

	static final String NAME = BrowserCookies.HOST_PREFIX + "rollcall-consistency";

	/** The validity of a token. */
	private static final Duration LIFE = Duration.ofMinutes(10);

	private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._-]{1,512}");

	private ConsistencyCookie() {
	}

	static @Nullable String token(ServerHttpRequest request) {
		HttpCookie cookie = request.getCookies().getFirst(NAME);
		return (cookie != null && isToken(cookie.getValue())) ? cookie.getValue() : null;
	}

	static boolean isToken(String text) {
		return TOKEN.matcher(text).matches();
	}

	static ResponseCookie kept(String token) {
		return cookie(token, LIFE);
	}

	static ResponseCookie cleared() {
		return cookie("", Duration.ZERO);
	}

	private static ResponseCookie cookie(String value, Duration life) {
		return ResponseCookie.from(NAME, value)
			.maxAge(life)
			.path("/")
			.httpOnly(true)
			.sameSite("Strict")
			.secure(true)
			.build();
	}

}
