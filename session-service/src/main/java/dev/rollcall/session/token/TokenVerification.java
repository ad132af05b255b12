package dev.rollcall.session.token;

import java.util.UUID;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.SignedJWT;
import dev.rollcall.session.request.Unavailable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;

/**
 * Verifies access tokens with the service's own keys: the one that the token's kid names,
 * whatever else its header says. While there are none no token is called invalid.
 */
@Configuration(proxyBeanMethods = false)
class TokenVerification {

	@Bean
	ReactiveJwtDecoder accessTokenDecoder(KeyRing keys, TokenProperties properties) {
		NimbusReactiveJwtDecoder decoder = NimbusReactiveJwtDecoder.withJwkSource((token) -> named(keys, token))
			.jwsAlgorithm(SignatureAlgorithm.ES256)
			.validateType(false)
			.build();
		decoder.setJwtValidator(validator(properties));
		return (token) -> keys.keys().isEmpty() ? Mono.error(new Unavailable("There is no signing key yet"))
				: decoder.decode(token);
	}

	private static Flux<JWK> named(KeyRing keys, SignedJWT token) {
		return Flux.fromIterable(keys.keys())
			.filter((key) -> key.id().equals(token.getHeader().getKeyID()))
			.map((key) -> key.key().toPublicJWK());
	}

	private static OAuth2TokenValidator<Jwt> validator(TokenProperties properties) {
		JwtTimestampValidator times = new JwtTimestampValidator(properties.leeway());
		times.setAllowEmptyExpiryClaim(false);
		times.setAllowEmptyNotBeforeClaim(false);
		return new DelegatingOAuth2TokenValidator<>(new JwtTypeValidator(AccessTokens.TYPE.getType()), times,
				new JwtIssuerValidator(properties.issuer()), new JwtAudienceValidator(properties.audience()),
				new JwtClaimValidator<>("sub", TokenVerification::isUuid),
				new JwtClaimValidator<>(Caller.SESSION_ID, TokenVerification::isUuid));
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
