package dev.rollcall.session.token;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.SignedJWT;
import dev.rollcall.web.AccessTokens;
import dev.rollcall.web.Unavailable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;

/**
 * Verifies access tokens with the service's own key of the token's kid, and ignores keys
 * in the token's header. Without keys the answer is 503, not 401.
 */
@Configuration(proxyBeanMethods = false)
class TokenVerification {

	@Bean
	ReactiveJwtDecoder accessTokenDecoder(KeyRing keys, TokenProperties properties) {
		NimbusReactiveJwtDecoder decoder = NimbusReactiveJwtDecoder.withJwkSource((token) -> named(keys, token))
			.jwsAlgorithm(SignatureAlgorithm.ES256)
			.validateType(false)
			.build();
		decoder
			.setJwtValidator(AccessTokens.validator(properties.issuer(), properties.audience(), properties.leeway()));
		return (token) -> keys.keys().isEmpty() ? Mono.error(new Unavailable("There is no signing key yet"))
				: decoder.decode(token);
	}

	private static Flux<JWK> named(KeyRing keys, SignedJWT token) {
		return Flux.fromIterable(keys.keys())
			.filter((key) -> key.id().equals(token.getHeader().getKeyID()))
			.map((key) -> key.key().toPublicJWK());
	}

}
