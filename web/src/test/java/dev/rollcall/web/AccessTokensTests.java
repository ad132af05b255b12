package dev.rollcall.web;

import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;

import com.nimbusds.jwt.JWTClaimsSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.web.reactive.server.WebTestClient;

import static dev.rollcall.web.AccessTokenFixture.claims;
import static dev.rollcall.web.AccessTokenFixture.signed;

@SpringBootTest(classes = TestService.class, webEnvironment = WebEnvironment.RANDOM_PORT)
class AccessTokensTests {

	private static final int LEEWAY = 60;

	@LocalServerPort
	private int port;

	private WebTestClient client;

	@BeforeEach
	void connect() {
		this.client = WebTestClient.bindToServer().baseUrl("http://127.0.0.1:" + this.port).build();
	}

	@Test
	void validTokenNamesTheCaller() {
		get("/caller", signed(claims().build())).expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.userId")
			.isEqualTo(AccessTokenFixture.USER.toString())
			.jsonPath("$.sessionId")
			.isEqualTo(AccessTokenFixture.SESSION.toString())
			.jsonPath("$.roles")
			.isEqualTo("operator");
	}

	@Test
	void clocksMayDifferByTheLeeway() {
		get("/caller", signed(claims().expirationTime(in(-LEEWAY + 10)).notBeforeTime(in(-400)).build())).expectStatus()
			.isOk()
			.expectBody();
		get("/caller", signed(claims().notBeforeTime(in(LEEWAY - 10)).build())).expectStatus().isOk().expectBody();
	}

	@ParameterizedTest
	@MethodSource("invalid")
	void invalidTokenIsRefused(String token) {
		get("/caller", token).expectStatus()
			.isUnauthorized()
			.expectHeader()
			.valueEquals("WWW-Authenticate", "Bearer error=\"invalid_token\"")
			.expectBody()
			.jsonPath("$.type")
			.isEqualTo("https://rollcall.dev/problems/unauthorized");
	}

	static Stream<String> invalid() {
		return Stream.concat(
				Stream.of(claims().issuer("http://other"), claims().audience("other"), claims().audience(List.of()),
						claims().subject(null), claims().subject("ada"), claims().claim("sid", null),
						claims().claim("sid", "1"), claims().claim("sid", 5),
						claims().subject("0190A8C2-0000-7000-8000-00000000000A"), claims().expirationTime(null),
						claims().notBeforeTime(null), claims().expirationTime(in(-LEEWAY - 10)).notBeforeTime(in(-400)),
						claims().notBeforeTime(in(LEEWAY + 600)))
					.map((claims) -> signed(claims.build())),
				Stream.concat(otherForms(signed(valid())),
						Stream.of("not-a-token", signed(valid(), "JWT", "1", TestService.KEY),
								signed(valid(), "at+jwt", "1", AccessTokenFixture.key()))));
	}

	/** Other ways to write a valid token, and a token of another kind. */
	private static Stream<String> otherForms(String token) {
		String[] parts = token.split("[.]");
		char last = token.charAt(token.length() - 1);
		return Stream.of(token + "=", token + "==", parts[0] + "=." + parts[1] + "." + parts[2],
				token.substring(0, token.length() - 1) + (char) (last + 1), token + "~",
				token.substring(0, token.length() - 2) + "~" + token.substring(token.length() - 2),
				AccessTokenFixture.encrypted());
	}

	@Test
	void missingTokenIsRefused() {
		this.client.get()
			.uri("/caller")
			.exchange()
			.expectStatus()
			.isUnauthorized()
			.expectHeader()
			.valueEquals("WWW-Authenticate", "Bearer")
			.expectBody();
	}

	@Test
	void missingRoleIsForbidden() {
		get("/api/v1/admin/users/" + AccessTokenFixture.USER, signed(valid())).expectStatus()
			.isForbidden()
			.expectBody()
			.jsonPath("$.type")
			.isEqualTo("https://rollcall.dev/problems/forbidden");
	}

	@Test
	void tokenIsNotRefusedWhileKeysAreUnavailable() {
		get("/caller", signed(valid(), "at+jwt", "away", TestService.KEY)).expectStatus()
			.isEqualTo(503)
			.expectHeader()
			.valueEquals("Retry-After", "1")
			.expectBody();
	}

	private WebTestClient.ResponseSpec get(String path, String token) {
		return this.client.get().uri(path).headers((headers) -> headers.setBearerAuth(token)).exchange();
	}

	private static JWTClaimsSet valid() {
		return claims().build();
	}

	private static Date in(int seconds) {
		return Date.from(Instant.now().plusSeconds(seconds));
	}

}
