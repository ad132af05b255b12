package dev.rollcall.gateway.browser;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;

/**
 * The cookies of a browser. The prefix {@code __Host-} prevents other hosts, such as
 * neighbouring subdomains, and plain HTTP from setting them.
 */
final class BrowserCookies {

	static final String HOST_PREFIX = "__Host-";

	static final String ACCESS = HOST_PREFIX + "rollcall-access";

	static final String REFRESH = HOST_PREFIX + "rollcall-refresh";

	static final String CSRF_HEADER = "Rollcall-Csrf";

	/** Scripts of the application's own pages read it and send it back as a header. */
	static final String CSRF = HOST_PREFIX + CSRF_HEADER;

	static final String DEVICE_HEADER = "Rollcall-Device";

	static final String DEVICE = HOST_PREFIX + DEVICE_HEADER;

	private static final String OWN_PREFIX = HOST_PREFIX + "rollcall-";

	/** The names of earlier versions. They are cleared with a sign-in or sign-out. */
	private static final List<String> FORMER = List.of("Rollcall-Csrf", "__Host-rollcall-csrf", "Rollcall-Device",
			"rollcall-consistency");

	private static final Set<String> SESSION = Set.of(ACCESS, REFRESH, CSRF);

	private static final Duration DEVICE_LIFE = Duration.ofDays(400);

	private static final SecureRandom RANDOM = new SecureRandom();

	private static final int CSRF_BYTES = 18;

	private static final Pattern CSRF_VALUE = Pattern.compile("[A-Za-z0-9_-]{1,64}");

	private BrowserCookies() {
	}

	/** Whether a cookie is the gateway's own. */
	static boolean isGateways(String name) {
		return FORMER.contains(name) || name.regionMatches(true, 0, OWN_PREFIX, 0, OWN_PREFIX.length());
	}

	static @Nullable String value(ServerHttpRequest request, String name) {
		HttpCookie cookie = request.getCookies().getFirst(name);
		return (cookie != null && !cookie.getValue().isEmpty()) ? cookie.getValue() : null;
	}

	/** Sets the tokens of a new session, with a new CSRF token. */
	static void begin(ServerWebExchange exchange, Tokens tokens) {
		setTokens(exchange, tokens, random());
		atCommit(exchange.getResponse(), formerCleared(exchange.getRequest()).toList());
	}

	/** Sets the new tokens of the same session. The CSRF token stays. */
	static void refresh(ServerWebExchange exchange, Tokens tokens) {
		String kept = value(exchange.getRequest(), CSRF);
		setTokens(exchange, tokens, (kept != null && CSRF_VALUE.matcher(kept).matches()) ? kept : random());
	}

	/** For the lifetime of the refresh token. */
	private static void setTokens(ServerWebExchange exchange, Tokens tokens, String csrf) {
		Duration life = Duration.ofSeconds(tokens.refreshExpiresIn());
		atCommit(exchange.getResponse(), List.of(cookie(ACCESS, tokens.accessToken(), life, true),
				cookie(REFRESH, tokens.refreshToken(), life, true), cookie(CSRF, csrf, life, false)));
	}

	/** Clears the session cookies, whatever the status of the response. */
	static void clear(ServerWebExchange exchange) {
		atCommit(exchange.getResponse(), ended(exchange.getRequest()));
	}

	/** Clears the session cookies if the response has one of the given statuses. */
	static void clearOn(ServerWebExchange exchange, HttpStatus... statuses) {
		ServerHttpResponse response = exchange.getResponse();
		response.beforeCommit(() -> {
			if (List.of(statuses).contains(response.getStatusCode())) {
				put(response, ended(exchange.getRequest()));
			}
			return Mono.empty();
		});
	}

	private static List<ResponseCookie> ended(ServerHttpRequest request) {
		return Stream
			.concat(SESSION.stream().map((name) -> cookie(name, "", Duration.ZERO, !CSRF.equals(name))),
					formerCleared(request))
			.toList();
	}

	/** Those that the browser has. */
	private static Stream<ResponseCookie> formerCleared(ServerHttpRequest request) {
		return FORMER.stream()
			.filter(request.getCookies()::containsKey)
			.map((name) -> cookie(name, "", Duration.ZERO, true));
	}

	/**
	 * Also sets cookies on problems, which clear earlier headers. The last value wins;
	 * what a page has set or cleared itself is newer.
	 */
	private static void atCommit(ServerHttpResponse response, List<ResponseCookie> cookies) {
		response.beforeCommit(() -> {
			put(response, cookies);
			return Mono.empty();
		});
	}

	private static void put(ServerHttpResponse response, List<ResponseCookie> cookies) {
		List<String> passedOn = response.getHeaders().getOrEmpty(HttpHeaders.SET_COOKIE);
		cookies.stream()
			.filter((cookie) -> passedOn.stream().noneMatch((line) -> line.startsWith(cookie.getName() + "=")))
			.forEach((cookie) -> response.getCookies().set(cookie.getName(), cookie));
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
