package dev.rollcall.web;

import java.time.Duration;
import java.util.UUID;
import java.util.regex.Pattern;

import com.github.benmanes.caffeine.cache.Ticker;
import reactor.core.publisher.Mono;

import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;

/**
 * What makes an access token valid (RFC 9068), besides its ES256 signature.
 */
public final class AccessTokens {

	/** The type in a token's header. */
	public static final String TYPE = "at+jwt";

	/**
	 * The compact serialization (RFC 7515, section 3.1) with a signature of 64 bytes,
	 * whose last character has four unused bits. The parser accepts more: padding, the
	 * other alphabet of Base64, characters of neither, other unused bits, encrypted
	 * tokens.
	 */
	private static final Pattern FORM = Pattern.compile("([A-Za-z0-9_-]+[.]){2}[A-Za-z0-9_-]{85}[AQgw]");

	static final Duration LEEWAY = Duration.ofSeconds(60);

	private AccessTokens() {
	}

	/**
	 * Returns all checks, for decoders that Boot does not configure.
	 * @param leeway the maximum difference between the clocks of issuer and service
	 */
	public static OAuth2TokenValidator<Jwt> validator(String issuer, String audience, Duration leeway) {
		return new DelegatingOAuth2TokenValidator<>(new JwtIssuerValidator(issuer), new JwtAudienceValidator(audience),
				type(), time(leeway), ids());
	}

	static OAuth2TokenValidator<Jwt> type() {
		return new JwtTypeValidator(TYPE);
	}

	static OAuth2TokenValidator<Jwt> time(Duration leeway) {
		JwtTimestampValidator times = new JwtTimestampValidator(leeway);
		times.setAllowEmptyExpiryClaim(false);
		times.setAllowEmptyNotBeforeClaim(false);
		return times;
	}

	static OAuth2TokenValidator<Jwt> ids() {
		return new DelegatingOAuth2TokenValidator<>(uuid(JwtClaimNames.SUB), uuid(Caller.SESSION_ID));
	}

	/**
	 * Returns a decoder that refuses everything that is not written as an ES256 token,
	 * and answers 503 while it cannot fetch the keys: the token is neither valid nor
	 * invalid then, and the client keeps it. It remembers valid tokens for 30 s, so what
	 * can change in that time must be checked after it.
	 */
	public static ReactiveJwtDecoder strict(ReactiveJwtDecoder decoder) {
		ReactiveJwtDecoder verified = new VerifiedTokens((token) -> decode(decoder, token), Ticker.systemTicker());
		return (token) -> !FORM.matcher(token).matches() ? Mono.error(new BadJwtException("Not an ES256 token"))
				: verified.decode(token);
	}

	private static Mono<Jwt> decode(ReactiveJwtDecoder decoder, String token) {
		return decoder.decode(token)
			.onErrorMap(IllegalStateException.class,
					(ex) -> new AuthenticationServiceException("The keys of access tokens cannot be fetched", ex));
	}

	private static OAuth2TokenValidator<Jwt> uuid(String claim) {
		return new JwtClaimValidator<>(claim, AccessTokens::isUuid);
	}

	private static boolean isUuid(Object claim) {
		try {
			return claim instanceof String text && UUID.fromString(text).toString().equals(text);
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

}
