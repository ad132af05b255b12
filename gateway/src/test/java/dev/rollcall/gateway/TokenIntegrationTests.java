package dev.rollcall.gateway;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.DirectEncrypter;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.EncryptedJWT;
import com.nimbusds.jwt.PlainJWT;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@GatewayTest
@ExtendWith(OutputCaptureExtension.class)
class TokenIntegrationTests {

	private static final String PROTECTED = "/api/v1/users/me";

	@Autowired
	private Client client;

	@BeforeEach
	void reset() {
		Services.reset();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api/v1/users/me", "/api/v1/users", "/api/v1/sessions", "/api/v1/sessions/current",
			"/api/v1/notifications", "/api/v1/notifications/1/read" })
	void protectedPathNeedsAToken(String path) {
		HttpResponse<String> answer = this.client.get(path);

		Problems.assertProblem(answer, 401, "unauthorized");
		assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
	}

	@Test
	void validTokenIsPassedOn() {
		String token = AccessToken.valid();

		HttpResponse<String> answer = this.client
			.send(this.client.to(PROTECTED).header("Authorization", "Bearer " + token));

		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(Services.REGISTRATION.last().headers().get("Authorization")).containsExactly("Bearer " + token);
	}

	@Test
	void clocksMayDifferByTheLeeway() {
		String old = AccessToken.with((claims) -> claims.issueTime(in(-330)).expirationTime(in(-30)));
		String early = AccessToken.with((claims) -> claims.issueTime(in(30)).notBeforeTime(in(30)));

		assertThat(call(old).statusCode()).isEqualTo(200);
		assertThat(call(early).statusCode()).isEqualTo(200);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("forgedTokens")
	void forgedTokenIsRefused(String kind, String token) {
		this.client.getWithToken(PROTECTED);
		Services.REGISTRATION.forget();

		HttpResponse<String> answer = call(token);

		Problems.assertProblem(answer, 401, "unauthorized");
		assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow()).startsWith("Bearer");
		assertThat(Services.REGISTRATION.received()).isEmpty();
	}

	static Stream<Arguments> forgedTokens() throws JOSEException {
		ECKey stranger = AccessToken.newKey("1");
		ECKey p384 = new ECKeyGenerator(Curve.P_384).keyID("1").generate();
		String valid = AccessToken.valid();
		String[] parts = valid.split("\\.");
		return Stream.of(forged("alg none", plain()), forged("HS256 with the public key", hs256()),
				forged("RS256", rs256()), forged("ES384", es384(p384)),
				forged("a stranger's key", signedBy(AccessToken.header(), stranger)),
				forged("embedded jwk", signedBy(AccessToken.header().jwk(stranger.toPublicJWK()), stranger)),
				forged("jku",
						signedBy(AccessToken.header().jwkURL(java.net.URI.create("http://127.0.0.1:1/")), stranger)),
				forged("unknown kid", AccessToken.withHeader((header) -> header.keyID("unknown"))),
				forged("no kid", AccessToken.withHeader((header) -> header.keyID(null))),
				forged("typ JWT", AccessToken.withHeader((header) -> header.type(JOSEObjectType.JWT))),
				forged("no typ", AccessToken.withHeader((header) -> header.type(null))),
				forged("crit",
						AccessToken.withHeader((header) -> header.criticalParams(Set.of("x")).customParam("x", true))),
				forged("issuer", AccessToken.with((claims) -> claims.issuer("http://elsewhere"))),
				forged("no issuer", AccessToken.with((claims) -> claims.issuer(null))),
				forged("audience", AccessToken.with((claims) -> claims.audience("other"))),
				forged("no audience", AccessToken.with((claims) -> claims.audience((String) null))),
				forged("expired", AccessToken.with((claims) -> claims.issueTime(in(-361)).expirationTime(in(-61)))),
				forged("no expiry", AccessToken.with((claims) -> claims.expirationTime(null))),
				forged("not yet", AccessToken.with((claims) -> claims.notBeforeTime(in(90)))),
				forged("no subject", AccessToken.with((claims) -> claims.subject(null))),
				forged("no session", AccessToken.with((claims) -> claims.claim("sid", null))),
				forged("session of another type", AccessToken.with((claims) -> claims.claim("sid", List.of("a")))),
				forged("no jti", AccessToken.with((claims) -> claims.jwtID(null))),
				forged("other payload", parts[0] + "." + payload() + "." + parts[2]),
				forged("no signature", parts[0] + "." + parts[1] + "."),
				forged("signature of zeroes",
						parts[0] + "." + parts[1] + "."
								+ Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[64])),
				forged("truncated", valid.substring(0, valid.length() - 10)),
				forged("two parts", parts[0] + "." + parts[1]), forged("encrypted", encrypted()),
				forged("padding", valid + "="), forged("two paddings", valid + "=="),
				forged("padding of the header", parts[0] + "=." + parts[1] + "." + parts[2]),
				forged("other unused bits",
						valid.substring(0, valid.length() - 1) + (char) (valid.charAt(valid.length() - 1) + 1)),
				forged("a character of no alphabet", parts[0] + "." + parts[1] + ".~" + parts[2]),
				forged("garbage", "garbage"), forged("not base64", "a.b!.c"), forged("nothing", ""));
	}

	private static Arguments forged(String kind, String token) {
		return Arguments.of(kind, token);
	}

	private static String plain() {
		return new PlainJWT(AccessToken.claims((claims) -> {
		})).serialize();
	}

	private static String hs256() throws JOSEException {
		JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.HS256).type(new JOSEObjectType("at+jwt"))
			.keyID("1")
			.build();
		byte[] secret = AccessToken.KEY.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
		return AccessToken.signed(header, AccessToken.claims((claims) -> {
		}), new MACSigner(secret));
	}

	private static String rs256() throws JOSEException {
		JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256).type(new JOSEObjectType("at+jwt"))
			.keyID("1")
			.build();
		return AccessToken.signed(header, AccessToken.claims((claims) -> {
		}), new RSASSASigner(new RSAKeyGenerator(2048).generate()));
	}

	/** S34: what the gateway passes on is a line of the service. */
	@Test
	void refusedAdministrationIsALineOfTheAuditTrail(CapturedOutput output) {
		String user = UUID.randomUUID().toString();
		String actor = UUID.randomUUID().toString();
		String token = AccessToken.with((claims) -> claims.subject(actor));
		String admin = AccessToken.with((claims) -> claims.claim("roles", List.of("admin")));

		this.client.send(this.client.to("/api/v1/admin/users/" + user).header("Authorization", "Bearer " + token));
		this.client.send(this.client.to("/api/v1/admin/users/ada@example.com"));
		this.client.send(this.client.to("/api/v1/admin/users").header("Authorization", "Bearer " + admin));
		this.client.send(this.client.posting("/api/v1/admin/users/" + user + "/lock", "{}")
			.header("Cookie", "__Host-rollcall-access=" + admin));
		this.client.get(PROTECTED);

		List<String> lines = output.getOut().lines().filter((line) -> line.contains("\"logger\":\"audit\"")).toList();
		assertThat(lines).hasSize(3).allSatisfy((line) -> assertThat(line).doesNotContain("ada@"));
		assertThat(lines.get(0)).contains("\"id\":\"" + actor, "\"target\":{\"id\":\"" + user,
				"\"outcome\":\"failure\"", "\"status_code\":403");
		assertThat(lines.get(1)).contains("\"status_code\":401");
		assertThat(lines.get(2)).as("cookie without the CSRF header")
			.contains("\"type\":[\"change\"]", "\"status_code\":403");
	}

	private static String es384(ECKey key) throws JOSEException {
		JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES384).type(new JOSEObjectType("at+jwt"))
			.keyID("1")
			.build();
		return AccessToken.signed(header, AccessToken.claims((claims) -> {
		}), new ECDSASigner(key));
	}

	private static String signedBy(JWSHeader.Builder header, ECKey key) {
		return AccessToken.signed(header.build(), AccessToken.claims((claims) -> {
		}), AccessToken.signer(key));
	}

	private static String payload() {
		String json = AccessToken.claims((claims) -> claims.claim("roles", List.of("admin"))).toString();
		return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
	}

	private static String encrypted() throws JOSEException {
		EncryptedJWT token = new EncryptedJWT(new JWEHeader(JWEAlgorithm.DIR, EncryptionMethod.A256GCM),
				AccessToken.claims((claims) -> {
				}));
		token.encrypt(new DirectEncrypter(new byte[32]));
		return token.serialize();
	}

	private static Date in(int seconds) {
		return Date.from(Instant.now().plusSeconds(seconds));
	}

	@ParameterizedTest
	@ValueSource(strings = { "Basic YTpi", "bearer", "Bearer a b", "Token x" })
	void otherAuthorizationIsRefused(String authorization) {
		HttpResponse<String> answer = this.client
			.send(this.client.to(PROTECTED).header("Authorization", authorization));

		Problems.assertProblem(answer, 401, "unauthorized");
	}

	@Test
	void tokenInTheAddressIsNotSeen() {
		Problems.assertProblem(this.client.get(PROTECTED + "?access_token=" + AccessToken.valid()), 401,
				"unauthorized");
	}

	@Test
	void signInNeitherNeedsNorPassesToken() {
		HttpResponse<String> answer = this.client
			.send(this.client.posting("/login", "{}").header("Authorization", "Bearer stale"));

		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(Services.sessionCalls().get(0).headers().containsHeader("Authorization")).isFalse();
	}

	@Test
	void unknownKeyIdsDoNotFloodSessionService() {
		for (int i = 0; i < 1000; i++) {
			String kid = UUID.randomUUID().toString();
			assertThat(call(AccessToken.withHeader((header) -> header.keyID(kid))).statusCode()).isEqualTo(401);
		}

		assertThat(Services.keyCalls()).isLessThanOrEqualTo(2);
	}

	private HttpResponse<String> call(String token) {
		return this.client.send(this.client.to(PROTECTED).header("Authorization", "Bearer " + token));
	}

}
