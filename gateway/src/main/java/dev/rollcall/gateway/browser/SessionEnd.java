package dev.rollcall.gateway.browser;

import java.text.ParseException;

import com.nimbusds.jwt.SignedJWT;
import dev.rollcall.web.Caller;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;

/**
 * Clears the cookies of a browser once a request has ended its session.
 */
final class SessionEnd {

	private static final String SESSIONS = "/api/v1/sessions";

	private SessionEnd() {
	}

	static void clearCookies(ServerWebExchange exchange, String accessToken) {
		ServerHttpRequest request = exchange.getRequest();
		if (!HttpMethod.DELETE.equals(request.getMethod())) {
			return;
		}
		String path = request.getPath().value();
		if (path.equals("/api/v1/users/me")) {
			BrowserCookies.clearOn(exchange, HttpStatus.ACCEPTED);
		}
		else if (endsSession(request, path, accessToken)) {
			BrowserCookies.clearOn(exchange, HttpStatus.NO_CONTENT, HttpStatus.UNAUTHORIZED);
		}
	}

	private static boolean endsSession(ServerHttpRequest request, String path, String accessToken) {
		if (path.equals(SESSIONS)) {
			return !request.getQueryParams().containsKey("except");
		}
		return path.equals(SESSIONS + "/current") || path.equals(SESSIONS + "/" + session(accessToken));
	}

	/** Not verified: the service that ends the session does that. */
	private static String session(String accessToken) {
		try {
			return String.valueOf(SignedJWT.parse(accessToken).getJWTClaimsSet().getClaim(Caller.SESSION_ID));
		}
		catch (ParseException ex) {
			return "";
		}
	}

}
