package dev.rollcall.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.security.oauth2.jwt.JwtValidationException;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static dev.rollcall.web.AccessTokenFixture.claims;
import static dev.rollcall.web.AccessTokenFixture.signed;

@SpringBootTest(classes = BootDecoderTests.Service.class, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "spring.security.oauth2.resourceserver.jwt.issuer-uri=" + AccessTokenFixture.ISSUER,
				"spring.security.oauth2.resourceserver.jwt.audiences=" + AccessTokenFixture.AUDIENCE,
				"spring.security.oauth2.resourceserver.jwt.jws-algorithms=ES256" })
class BootDecoderTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	@Autowired
	private ReactiveJwtDecoder decoder;

	@DynamicPropertySource
	static void keys(DynamicPropertyRegistry registry) throws IOException {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
		byte[] keys = new JWKSet(TestService.KEY).toString().getBytes(StandardCharsets.UTF_8);
		server.createContext("/", (exchange) -> {
			try (exchange) {
				exchange.sendResponseHeaders(200, keys.length);
				exchange.getResponseBody().write(keys);
			}
		});
		server.start();
		registry.add("spring.security.oauth2.resourceserver.jwt.jwk-set-uri",
				() -> "http://127.0.0.1:" + server.getAddress().getPort());
	}

	@Test
	void accessTokenIsAccepted() {
		StepVerifier.create(this.decoder.decode(signed(claims().build())))
			.expectNextCount(1)
			.expectComplete()
			.verify(LIMIT);
	}

	@Test
	void tokenOfAnotherTypeIsRefused() {
		refused(signed(claims().build(), "JWT", "1", TestService.KEY));
	}

	@Test
	void tokenWithoutTheClaimsIsRefused() {
		refused(signed(claims().claim("sid", "1").build()));
		refused(signed(claims().notBeforeTime(null).build()));
		refused(signed(claims().expirationTime(null).build()));
		refused(signed(claims().audience("other").build()));
		refused(signed(claims().issuer("http://other").build()));
	}

	private void refused(String token) {
		StepVerifier.create(this.decoder.decode(token)).expectError(JwtValidationException.class).verify(LIMIT);
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Service {

	}

}
