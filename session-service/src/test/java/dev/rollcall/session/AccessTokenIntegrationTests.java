package dev.rollcall.session;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.rollcall.session.token.SigningKeysOfTheService;
import org.junit.jupiter.api.Test;

import org.springframework.test.web.reactive.server.StatusAssertions;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.http.MediaType;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;

import static org.assertj.core.api.Assertions.assertThat;

@SessionServiceTest
class AccessTokenIntegrationTests {

	@Autowired
	SessionClient client;

	@Autowired
	SigningKeysOfTheService keys;

	@Autowired
	Environment environment;

	@Test
	void publishedKeysVerifyTheToken() {
		TestUser user = this.client.registered();
		SessionClient.Tokens tokens = this.client.signIn(user);
		NimbusReactiveJwtDecoder decoder = NimbusReactiveJwtDecoder.withJwkSetUri(jwksUri())
			.jwsAlgorithm(SignatureAlgorithm.ES256)
			.validateType(false)
			.build();
		decoder.setJwtValidator(
				new DelegatingOAuth2TokenValidator<>(new JwtTypeValidator("at+jwt"), new JwtTimestampValidator()));

		Jwt jwt = decoder.decode(tokens.accessToken()).block(Duration.ofSeconds(30));

		assertThat(jwt).isNotNull();
		assertThat(jwt.getHeaders()).containsEntry("typ", "at+jwt").containsEntry("alg", "ES256");
		assertThat(jwt.getClaims()).containsEntry("iss", "http://127.0.0.1:8080")
			.containsEntry("sub", user.id().toString())
			.containsEntry("sid", tokens.sessionId())
			.containsEntry("amr", List.of("pwd"))
			.containsEntry("roles", List.of("admin"))
			.containsKeys("jti", "iat", "nbf", "exp");
		assertThat(jwt.getAudience()).containsExactly("rollcall");
	}

	@Test
	void keysAndDiscoveryAreCacheableAndHoldNoSecret() {
		String keys = get("/.well-known/jwks.json");
		String discovery = get("/.well-known/openid-configuration");

		assertThat(keys).contains("\"kid\"", "\"ES256\"").doesNotContain("\"d\"");
		assertThat(discovery).contains("\"jwks_uri\":\"http://127.0.0.1:8080/.well-known/jwks.json\"");
	}

	@Test
	void keysAndDiscoveryTakeHead() {
		for (String path : new String[] { "/.well-known/jwks.json", "/.well-known/openid-configuration" }) {
			this.client.web().head().uri(path).exchange().expectStatus().isOk().expectBody().isEmpty();
		}
	}

	@Test
	void ambiguousPathIsRefusedWithAProblem() {
		for (String path : new String[] { "/api/v1//sessions", "/api/v1/sessions/a%2Fb", "/api/v1/sessions/..;/x" }) {
			this.client.web()
				.get()
				.uri(URI.create(address() + path))
				.exchange()
				.expectStatus()
				.isBadRequest()
				.expectHeader()
				.exists("Correlation-Id")
				.expectBody()
				.jsonPath("$.type")
				.isEqualTo("https://rollcall.dev/problems/invalid-request");
		}
	}

	@Test
	void forgedTokensAreRefused() throws JOSEException {
		ECKey own = this.keys.current();
		ECKey foreign = new ECKeyGenerator(Curve.P_256).keyID(own.getKeyID()).generate();
		JWSHeader header = header().build();
		JWTClaimsSet claims = claims().build();
		Instant now = Instant.now();
		Map<String, String> forged = new LinkedHashMap<>();
		forged.put("alg none", new PlainJWT(claims).serialize());
		forged.put("alg none with typ", none(claims));
		forged.put("HS256 with the public key", signed(header(JWSAlgorithm.HS256).build(), claims, hmac(own)));
		forged.put("foreign key, own kid", signed(header, claims, new ECDSASigner(foreign)));
		forged.put("foreign key in jwk", signed(header().jwk(foreign.toPublicJWK()).build(), claims, ec(foreign)));
		forged.put("foreign key by jku", signed(header().jwkURL(URI.create(jwksUri())).build(), claims, ec(foreign)));
		forged.put("unknown crit",
				signed(header().criticalParams(Set.of("x")).customParam("x", 1).build(), claims, ec(own)));
		forged.put("no typ", signed(header().type(null).build(), claims, ec(own)));
		forged.put("typ JWT", signed(header().type(JOSEObjectType.JWT).build(), claims, ec(own)));
		forged.put("no kid", signed(header().keyID(null).build(), claims, ec(own)));
		forged.put("unknown kid", signed(header().keyID("other").build(), claims, ec(own)));
		forged.put("other issuer", signed(header, claims().issuer("https://evil.example").build(), ec(own)));
		forged.put("no issuer", signed(header, claims().issuer(null).build(), ec(own)));
		forged.put("other audience", signed(header, claims().audience("other").build(), ec(own)));
		forged.put("no audience", signed(header, claims().audience((String) null).build(), ec(own)));
		forged.put("expired",
				signed(header, claims().expirationTime(Date.from(now.minusSeconds(61))).build(), ec(own)));
		forged.put("no expiry", signed(header, claims().expirationTime(null).build(), ec(own)));
		forged.put("not yet", signed(header, claims().notBeforeTime(Date.from(now.plusSeconds(120))).build(), ec(own)));
		forged.put("no sub", signed(header, claims().subject(null).build(), ec(own)));
		forged.put("sub no id", signed(header, claims().subject("admin").build(), ec(own)));
		forged.put("no sid", signed(header, claims().claim("sid", null).build(), ec(own)));
		forged.put("other payload", otherPayload(signed(header, claims, ec(own))));
		forged.put("no signature", signed(header, claims, ec(own)).replaceFirst("[^.]*$", ""));
		forged.put("zero signature", signed(header, claims, ec(own)).replaceFirst("[^.]*$", "A".repeat(86)));
		forged.put("no token", "x");

		this.client.list(signed(header, claims, ec(own))).expectStatus().isOk();
		forged.forEach((how, token) -> this.client.list(token)
			.expectStatus()
			.value((status) -> assertThat(status).as(how).isEqualTo(401))
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON));
	}

	@Test
	void withoutATokenOnlyTheOpenRoutesAnswer() {
		for (String path : new String[] { "/api/v1/sessions", "/api/v1/sessions/current", "/", "/actuator/health",
				"/api/v1/users/me" }) {
			this.client.web().get().uri(path).exchange().expectStatus().isUnauthorized();
		}
	}

	@Test
	void expiredAccessTokenDoesNotPreventARefresh() {
		SessionClient.Tokens tokens = this.client.signIn(this.client.registered());

		this.client.web()
			.post()
			.uri("/api/v1/sessions/refresh")
			.headers((headers) -> headers.setBearerAuth("expired"))
			.bodyValue(Map.of("refreshToken", tokens.refreshToken()))
			.exchange()
			.expectStatus()
			.isOk();
	}

	@Test
	void onlyHealthAndMetricsAreOnTheManagementPort() {
		this.client.management().get().uri("/actuator/health/liveness").exchange().expectStatus().isOk();
		this.client.management().get().uri("/actuator/health/readiness").exchange().expectStatus().isOk();
		this.client.management().get().uri("/actuator/prometheus").exchange().expectStatus().isOk();
		for (String endpoint : new String[] { "env", "beans", "heapdump", "configprops", "shutdown" }) {
			this.client.management()
				.get()
				.uri("/actuator/" + endpoint)
				.exchange()
				.expectStatus()
				.value((status) -> assertThat(status).isIn(401, 404));
		}
	}

	@Test
	void managementEndpointsNeedTheOperatorsToken() {
		String accessToken = this.client.signIn(this.client.registered()).accessToken();
		for (String path : List.of("/actuator", "/actuator/verify", "/actuator/unknown")) {
			for (String token : List.of("wrong", accessToken)) {
				management(path, token).isUnauthorized();
			}
			this.client.management().post().uri(path).exchange().expectStatus().isUnauthorized();
		}
		management("/actuator/verify", "former").isOk();
		management("/actuator/verify", TestKeys.OPERATOR).isOk();
		management("/actuator/unknown", TestKeys.OPERATOR).isNotFound();
		this.client.web()
			.get()
			.uri("/actuator/verify")
			.headers((headers) -> headers.setBearerAuth(TestKeys.OPERATOR))
			.exchange()
			.expectStatus()
			.isNotFound();
	}

	private StatusAssertions management(String path, String token) {
		return this.client.management()
			.get()
			.uri(path)
			.headers((headers) -> headers.setBearerAuth(token))
			.exchange()
			.expectStatus();
	}

	private String jwksUri() {
		return address() + "/.well-known/jwks.json";
	}

	private String address() {
		return "http://127.0.0.1:" + this.environment.getRequiredProperty("local.server.port");
	}

	private String get(String path) {
		byte[] body = this.client.web()
			.get()
			.uri(path)
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.value("Cache-Control", (value) -> assertThat(value).contains("max-age=300"))
			.expectBody()
			.returnResult()
			.getResponseBody();
		return new String((body != null) ? body : new byte[0], StandardCharsets.UTF_8);
	}

	private JWSHeader.Builder header() {
		return header(JWSAlgorithm.ES256);
	}

	private JWSHeader.Builder header(JWSAlgorithm algorithm) {
		return new JWSHeader.Builder(algorithm).type(new JOSEObjectType("at+jwt"))
			.keyID(this.keys.current().getKeyID());
	}

	private static JWTClaimsSet.Builder claims() {
		Instant now = Instant.now();
		return new JWTClaimsSet.Builder().issuer("http://127.0.0.1:8080")
			.audience("rollcall")
			.subject(UUID.randomUUID().toString())
			.claim("sid", UUID.randomUUID().toString())
			.jwtID("1")
			.issueTime(Date.from(now))
			.notBeforeTime(Date.from(now))
			.expirationTime(Date.from(now.plusSeconds(300)))
			.claim("amr", List.of("pwd"))
			.claim("roles", List.of());
	}

	private static String signed(JWSHeader header, JWTClaimsSet claims, JWSSigner signer) throws JOSEException {
		SignedJWT token = new SignedJWT(header, claims);
		token.sign(signer);
		return token.serialize();
	}

	private static JWSSigner ec(ECKey key) throws JOSEException {
		return new ECDSASigner(key);
	}

	private static JWSSigner hmac(ECKey key) throws JOSEException {
		return new MACSigner(key.toECPublicKey().getEncoded());
	}

	private static String none(JWTClaimsSet claims) {
		return Base64URL.encode("{\"alg\":\"none\",\"typ\":\"at+jwt\"}") + "." + claims.toPayload().toBase64URL() + ".";
	}

	private static String otherPayload(String token) {
		String[] parts = token.split("\\.");
		return parts[0] + "." + claims().claim("roles", List.of("admin")).build().toPayload().toBase64URL() + "."
				+ parts[2];
	}

}
