package dev.rollcall.notification;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.function.Consumer;

import com.nimbusds.jose.JOSEException;
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

/**
 * Issues access tokens as session-service does, and serves the public keys.
 */
final class AccessTokens {

	static final String ISSUER = "http://issuer.test";

	private final ECKey key;

	private final HttpServer server;

	private volatile boolean away;

	AccessTokens() {
		this("1");
	}

	AccessTokens(String keyId) {
		try {
			this.key = new ECKeyGenerator(Curve.P_256).keyID(keyId).generate();
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
		byte[] keys = new JWKSet(this.key).toString().getBytes(StandardCharsets.UTF_8);
		this.server.createContext("/keys", (exchange) -> {
			try (exchange) {
				exchange.getResponseHeaders().set("Content-Type", "application/json");
				exchange.sendResponseHeaders(this.away ? 503 : 200, keys.length);
				exchange.getResponseBody().write(keys);
			}
		});
		this.server.start();
	}

	String keysUri() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort() + "/keys";
	}

	/**
	 * Runs an action while the keys are unavailable.
	 */
	void whileUnavailable(Runnable action) {
		this.away = true;
		try {
			action.run();
		}
		finally {
			this.away = false;
		}
	}

	String of(String userId) {
		return of(userId, "at+jwt", (claims) -> {
		});
	}

	String of(String userId, String type, Consumer<JWTClaimsSet.Builder> change) {
		// Some minutes ago, so that an expired token was issued before it expired.
		Instant issued = Instant.now().minusSeconds(240);
		JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder().issuer(ISSUER)
			.audience("rollcall")
			.subject(userId)
			.claim("sid", "0190a8c2-0000-7000-8000-000000000001")
			.claim("amr", List.of("pwd"))
			.jwtID("j-1")
			.issueTime(Date.from(issued))
			.notBeforeTime(Date.from(issued))
			.expirationTime(Date.from(issued.plusSeconds(300)));
		change.accept(claims);
		SignedJWT token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(this.key.getKeyID())
			.type(new JOSEObjectType(type))
			.build(), claims.build());
		try {
			token.sign(new ECDSASigner(this.key));
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
		return token.serialize();
	}

}
