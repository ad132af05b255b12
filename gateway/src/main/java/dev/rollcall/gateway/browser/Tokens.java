package dev.rollcall.gateway.browser;

import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;

import com.nimbusds.jwt.SignedJWT;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Session-service's response to a sign-in or a refresh.
 *
 * @param refreshExpiresIn lifetime of the refresh token, in seconds
 * @param rest the body without the two tokens
 */
record Tokens(String accessToken, String refreshToken, long refreshExpiresIn, String rest) {

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final Duration EXPIRY_MARGIN = Duration.ofSeconds(10);

	private static final String ACCESS = "accessToken";

	private static final String REFRESH = "refreshToken";

	static Optional<Tokens> read(String body) {
		try {
			if (!(JSON.readTree(body) instanceof ObjectNode answer) || !answer.path(ACCESS).isString()
					|| !answer.path(REFRESH).isString()) {
				return Optional.empty();
			}
			JsonNode access = answer.remove(ACCESS);
			JsonNode refresh = answer.remove(REFRESH);
			return Optional.of(new Tokens(access.stringValue(), refresh.stringValue(),
					answer.path("refreshExpiresIn").asLong(0), answer.toString()));
		}
		catch (JacksonException ex) {
			return Optional.empty();
		}
	}

	/**
	 * Whether an access token has expired, or nearly: it must not expire on its way to a
	 * service. Does not verify the token.
	 */
	static boolean hasExpired(String accessToken) {
		try {
			Date expiry = SignedJWT.parse(accessToken).getJWTClaimsSet().getExpirationTime();
			return expiry == null || Instant.now().plus(EXPIRY_MARGIN).isAfter(expiry.toInstant());
		}
		catch (ParseException ex) {
			return true;
		}
	}

	@Override
	public String toString() {
		return "Tokens[not shown]";
	}

}
