package dev.rollcall.benchmark.micro;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.rollcall.web.AccessTokens;
import dev.rollcall.web.Caller;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import reactor.core.publisher.Flux;

import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;

/**
 * An access token: signed as by session-service, verified as by a service, and verified
 * again soon after.
 */
@State(Scope.Benchmark)
public class TokenBenchmark {

	private static final String ISSUER = "http://127.0.0.1:8080";

	private static final String AUDIENCE = "rollcall";

	private final ECKey key = key();

	private final ReactiveJwtDecoder decoder = decoder();

	private final ReactiveJwtDecoder remembering = AccessTokens.strict(this.decoder);

	private @Nullable String token;

	@Setup
	public void createToken() {
		this.token = sign();
	}

	@Benchmark
	public String sign() {
		Date now = Date.from(Instant.now());
		JWTClaimsSet claims = new JWTClaimsSet.Builder().issuer(ISSUER)
			.audience(AUDIENCE)
			.subject(UUID.randomUUID().toString())
			.claim(Caller.SESSION_ID, UUID.randomUUID().toString())
			.jwtID(UUID.randomUUID().toString())
			.issueTime(now)
			.notBeforeTime(now)
			.expirationTime(Date.from(now.toInstant().plus(Duration.ofHours(1))))
			.claim("amr", List.of("pwd"))
			.claim("roles", List.of())
			.build();
		try {
			SignedJWT signed = new SignedJWT(
					new JWSHeader.Builder(JWSAlgorithm.ES256).type(new JOSEObjectType(AccessTokens.TYPE))
						.keyID(this.key.getKeyID())
						.build(),
					claims);
			signed.sign(new ECDSASigner(this.key));
			return signed.serialize();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Benchmark
	public @Nullable Jwt verify() {
		return this.decoder.decode(Objects.requireNonNull(this.token)).block();
	}

	@Benchmark
	public @Nullable Jwt verifyAgain() {
		return this.remembering.decode(Objects.requireNonNull(this.token)).block();
	}

	private ReactiveJwtDecoder decoder() {
		NimbusReactiveJwtDecoder decoder = NimbusReactiveJwtDecoder
			.withJwkSource((parsed) -> Flux.just(this.key.toPublicJWK()))
			.jwsAlgorithm(SignatureAlgorithm.ES256)
			.validateType(false)
			.build();
		decoder.setJwtValidator(AccessTokens.validator(ISSUER, AUDIENCE, Duration.ofMinutes(1)));
		return decoder;
	}

	private static ECKey key() {
		try {
			return new ECKeyGenerator(Curve.P_256).keyIDFromThumbprint(true).generate();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
