package dev.rollcall.gateway.token;

import dev.rollcall.gateway.revocation.DenySet;
import dev.rollcall.web.AccessTokens;
import dev.rollcall.web.Caller;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;

/**
 * Verifies access tokens: the signature (ES256 with a key of session-service), the claims
 * that all services require, an id, and, at each request, a session that has not ended.
 */
@Configuration(proxyBeanMethods = false)
class AccessTokenDecoder {

	@Bean
	ReactiveJwtDecoder accessTokens(VerificationKeys keys, TokenProperties properties, DenySet denied) {
		NimbusReactiveJwtDecoder decoder = NimbusReactiveJwtDecoder
			.withJwkSource((token) -> keys.key(token.getHeader().getKeyID()))
			.jwsAlgorithm(SignatureAlgorithm.ES256)
			.validateType(false)
			.build();
		decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
				AccessTokens.validator(properties.issuer(), properties.audience(), properties.leeway()),
				new JwtClaimValidator<>(JwtClaimNames.JTI, (id) -> id instanceof String text && !text.isBlank())));
		ReactiveJwtDecoder valid = AccessTokens.strict(decoder);
		return (token) -> valid.decode(token)
			.filter((decoded) -> !denied.denies(decoded.getClaimAsString(Caller.SESSION_ID)))
			.switchIfEmpty(Mono.error(() -> new BadJwtException("The session has ended")));
	}

}
