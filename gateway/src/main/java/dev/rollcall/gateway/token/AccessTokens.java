package dev.rollcall.gateway.token;

import java.util.List;

import com.nimbusds.jose.JOSEObjectType;
import dev.rollcall.gateway.revocation.DenySet;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;

/**
 * Verifies access tokens: ES256 with a key of session-service, type, issuer, audience,
 * times, subject, and a session that has not ended.
 */
@Configuration(proxyBeanMethods = false)
class AccessTokens {

	private static final String TYPE = "at+jwt";

	@Bean
	ReactiveJwtDecoder accessTokenDecoder(VerificationKeys keys, TokenProperties properties, DenySet denied) {
		NimbusReactiveJwtDecoder decoder = NimbusReactiveJwtDecoder
			.withJwkSource((token) -> keys.key(token.getHeader().getKeyID()))
			.jwsAlgorithm(SignatureAlgorithm.ES256)
			.validateType(false)
			.jwtProcessorCustomizer((processor) -> processor
				.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType(TYPE))))
			.build();
		decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(validators(properties, denied)));
		return (token) -> decoder.decode(token).onErrorMap(IllegalStateException.class, AccessTokens::keysMissing);
	}

	/** The decoder throws this if there are no keys, which is not the token's fault. */
	private static AuthenticationServiceException keysMissing(IllegalStateException error) {
		return new AuthenticationServiceException("There are no keys to verify access tokens", error);
	}

	private static List<OAuth2TokenValidator<Jwt>> validators(TokenProperties properties, DenySet denied) {
		JwtTimestampValidator time = new JwtTimestampValidator(properties.leeway());
		time.setAllowEmptyExpiryClaim(false);
		return List.of(new JwtTypeValidator(TYPE), time, new JwtIssuerValidator(properties.issuer()),
				new JwtClaimValidator<List<String>>(JwtClaimNames.AUD,
						(audience) -> audience != null && audience.contains(properties.audience())),
				present(JwtClaimNames.SUB), present("sid"), present(JwtClaimNames.JTI),
				new JwtClaimValidator<>("sid", (session) -> session instanceof String text && !denied.denies(text)));
	}

	private static OAuth2TokenValidator<Jwt> present(String claim) {
		return new JwtClaimValidator<>(claim, (value) -> value instanceof String text && !text.isBlank());
	}

}
