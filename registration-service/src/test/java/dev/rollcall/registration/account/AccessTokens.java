package dev.rollcall.registration.account;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;

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
 * Issues access tokens as session-service does, and serves the public key.
 */
final class AccessTokens {

	private final ECKey key = key("current");

	private final HttpServer server;

	AccessTokens() {
		try {
			byte[] keys = new JWKSet(this.key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
			this.server.createContext("/", (exchange) -> {
				exchange.getResponseHeaders().set("Content-Type", "application/json");
				exchange.sendResponseHeaders(200, keys.length);
				exchange.getResponseBody().write(keys);
				exchange.close();
			});
			this.server.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String keysUri() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort() + "/.well-known/jwks.json";
	}

	String of(String subject) {
		return of(subject, "at+jwt", UnaryOperator.identity());
	}

	String of(String subject, String type, UnaryOperator<JWTClaimsSet.Builder> change) {
		return signed(this.key, type, change.apply(claims(subject)));
	}

	String ofAdministrator(String subject) {
		return of(subject, "at+jwt", (claims) -> claims.claim("roles", List.of("admin")));
	}

	String ofSession(String subject, UUID session) {
		return of(subject, "at+jwt", (claims) -> claims.claim("sid", session.toString()));
	}

	/** A token with valid claims and key id, signed by another key. */
	String forged(String subject) {
		return signed(key("current"), "at+jwt", claims(subject));
	}

	private static JWTClaimsSet.Builder claims(String subject) {
		Instant now = Instant.now();
		return new JWTClaimsSet.Builder().issuer("http://127.0.0.1:8080")
			.audience("rollcall")
			.subject(subject)
			.claim("sid", UUID.randomUUID().toString())
			.jwtID(UUID.randomUUID().toString())
			.issueTime(Date.from(now))
			.notBeforeTime(Date.from(now))
			.expirationTime(Date.from(now.plusSeconds(300)))
			.claim("amr", List.of("pwd"))
			.claim("roles", List.of());
	}

	private static String signed(ECKey key, String type, JWTClaimsSet.Builder claims) {
		try {
			JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID())
				.type(new JOSEObjectType(type))
				.build();
			SignedJWT token = new SignedJWT(header, claims.build());
			token.sign(new ECDSASigner(key));
			return token.serialize();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static ECKey key(String id) {
		try {
			return new ECKeyGenerator(Curve.P_256).keyID(id).algorithm(JWSAlgorithm.ES256).generate();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
