package dev.rollcall.benchmark.peer;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.Test;

import org.springframework.mock.env.MockEnvironment;
import org.springframework.security.oauth2.jwt.Jwt;

import static org.assertj.core.api.Assertions.assertThat;

class StockGatewayApplicationTests {

	@Test
	void itAcceptsAccessTokensOfTheServiceBehindIt() throws Exception {
		ECKey key = new ECKeyGenerator(Curve.P_256).keyID("1").generate();
		byte[] keys = new JWKSet(key).toString().getBytes(StandardCharsets.UTF_8);
		HttpServer service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
		service.createContext(StockGatewayApplication.READY, (exchange) -> {
			try (exchange) {
				exchange.sendResponseHeaders(200, keys.length);
				exchange.getResponseBody().write(keys);
			}
		});
		service.start();
		try {
			MockEnvironment environment = new MockEnvironment().withProperty("service",
					"http://127.0.0.1:" + service.getAddress().getPort());
			Jwt token = new StockGatewayApplication().accessTokens(environment)
				.decode(accessToken(key))
				.block(Duration.ofSeconds(10));
			assertThat(token).isNotNull().extracting(Jwt::getSubject).isEqualTo("ada");
		}
		finally {
			service.stop(0);
		}
	}

	private static String accessToken(ECKey key) throws Exception {
		SignedJWT token = new SignedJWT(
				new JWSHeader.Builder(JWSAlgorithm.ES256).type(new JOSEObjectType("at+jwt"))
					.keyID(key.getKeyID())
					.build(),
				new JWTClaimsSet.Builder().subject("ada")
					.expirationTime(Date.from(Instant.now().plusSeconds(60)))
					.build());
		token.sign(new ECDSASigner(key));
		return token.serialize();
	}

}
