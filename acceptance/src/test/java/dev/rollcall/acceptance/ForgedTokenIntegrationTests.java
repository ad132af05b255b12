package dev.rollcall.acceptance;

import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import dev.rollcall.acceptance.Client.Answer;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tokens that an attacker without the key can make from a genuine one, sent to the
 * gateway and to each service.
 */
class ForgedTokenIntegrationTests {

	private static final Logger logger = LoggerFactory.getLogger(ForgedTokenIntegrationTests.class);

	private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

	private final RunningSystem system = RunningSystem.get();

	private final Client gateway = new Client(this.system.gateway());

	private final Map<Client, String> doors = new LinkedHashMap<>();

	ForgedTokenIntegrationTests() {
		URI base = this.system.gateway();
		this.doors.put(this.gateway, "/api/v1/users/me");
		this.doors.put(at(base, 1), "/api/v1/users/me");
		this.doors.put(at(base, 2), "/api/v1/sessions");
		this.doors.put(at(base, 3), "/api/v1/notifications");
	}

	@Test
	void everyServiceRefusesForgedTokens() throws GeneralSecurityException {
		Answer session = signedIn();
		String genuine = session.text("accessToken");
		Map<String, String> forged = forged(genuine);
		assertThat(forged).hasSizeGreaterThanOrEqualTo(40);
		List<String> taken = new ArrayList<>();
		this.doors.forEach((door, path) -> {
			assertThat(door.get(path, "Authorization", "Bearer " + genuine).status()).as(path).isEqualTo(200);
			forged.forEach((what, token) -> {
				int status = door.get(path, "Authorization", "Bearer " + token).status();
				if (status != 401) {
					taken.add("%s at %s: %d".formatted(what, path, status));
				}
			});
		});
		logger.info("{} forged tokens sent to {} processes, {} accepted", forged.size(), this.doors.size(),
				taken.size());
		assertThat(taken).isEmpty();
	}

	private Answer signedIn() {
		String email = Client.anEmail();
		Answer registered = this.gateway.register(email);
		return await().until(
				() -> this.gateway.signIn(email, "Rollcall-Consistency", registered.header("Rollcall-Consistency")),
				(answer) -> answer.status() == 201);
	}

	private static Client at(URI gateway, int service) {
		return new Client(URI.create("http://127.0.0.1:" + (gateway.getPort() + service)));
	}

	private static Map<String, String> forged(String genuine) throws GeneralSecurityException {
		String[] parts = genuine.split("[.]");
		String header = text(parts[0]);
		String claims = text(parts[1]);
		KeyPair own = keyPair();
		Map<String, String> forged = new LinkedHashMap<>();
		forged.put("no signature", parts[0] + "." + parts[1] + ".");
		forged.put("two parts", parts[0] + "." + parts[1]);
		forged.put("four parts", genuine + ".AAAA");
		forged.put("signature of zeros", parts[0] + "." + parts[1] + "." + BASE64.encodeToString(new byte[64]));
		byte[] ones = new byte[64];
		Arrays.fill(ones, (byte) 0xff);
		forged.put("signature beyond the order", parts[0] + "." + parts[1] + "." + BASE64.encodeToString(ones));
		forged.put("cut signature", genuine.substring(0, genuine.length() - 4));
		forged.put("longer signature", genuine + "AAAA");
		byte[] signature = Base64.getUrlDecoder().decode(parts[2]);
		signature[10] ^= 1;
		forged.put("one bit of the signature", parts[0] + "." + parts[1] + "." + BASE64.encodeToString(signature));
		for (String none : List.of("none", "None", "NONE", "nOnE")) {
			String head = part(header.replace("\"ES256\"", "\"" + none + "\""));
			forged.put("alg " + none, head + "." + parts[1] + ".");
			forged.put("alg " + none + " with the signature", head + "." + parts[1] + "." + parts[2]);
		}
		for (String algorithm : List.of("HS256", "HS384", "HS512", "RS256", "PS256", "ES384", "ES512", "ES256K",
				"EdDSA", "ES256 ", "es256", "")) {
			forged.put("alg '" + algorithm + "'",
					part(header.replace("\"ES256\"", "\"" + algorithm + "\"")) + "." + parts[1] + "." + parts[2]);
		}
		String hmacHead = part(header.replace("ES256", "HS256"));
		forged.put("HMAC with the public key", hmacHead + "." + parts[1] + "."
				+ BASE64.encodeToString(hmac(own.getPublic().getEncoded(), hmacHead + "." + parts[1])));
		forged.put("another key, same kid", signed(own, header, claims));
		forged.put("another key, no kid",
				signed(own, header.replaceAll(",?\"kid\":\"[^\"]*\"", "").replace("{,", "{"), claims));
		for (String kid : List.of("", "../../etc/passwd", "' OR 1=1 --", "http://127.0.0.1/key", "1", "\\u0000")) {
			forged.put("kid " + kid,
					signed(own, header.replaceAll("\"kid\":\"[^\"]*\"", "\"kid\":\"" + kid + "\""), claims));
		}
		String jwk = jwk((ECPublicKey) own.getPublic());
		for (String field : List.of("\"jwk\":" + jwk, "\"jku\":\"http://127.0.0.1:1/keys\"",
				"\"x5u\":\"http://127.0.0.1:1/cert\"", "\"x5c\":[\"MIIB\"]", "\"crit\":[\"exp\"]",
				"\"b64\":false,\"crit\":[\"b64\"]")) {
			forged.put(field.substring(0, 6), signed(own, header.replaceFirst("[{]", "{" + field + ","), claims));
		}
		for (String change : List.of("\"roles\":[\"admin\"]", "\"sub\":\"00000000-0000-7000-8000-000000000000\"",
				"\"exp\":9999999999", "\"sid\":\"00000000-0000-4000-8000-000000000000\"")) {
			forged.put("claims with " + change,
					parts[0] + "." + part(claims.replaceFirst("[}]$", "," + change + "}")) + "." + parts[2]);
		}
		forged.put("typ JWT", part(header.replace("at+jwt", "JWT")) + "." + parts[1] + "." + parts[2]);
		forged.put("header twice", parts[0] + "." + parts[0] + "." + parts[2]);
		forged.put("no JSON", "AAAA.BBBB.CCCC");
		forged.putAll(otherForms(genuine));
		return forged;
	}

	/** The genuine token, written as only a lenient parser reads it, and a JWE. */
	private static Map<String, String> otherForms(String genuine) {
		String[] parts = genuine.split("[.]");
		char last = genuine.charAt(genuine.length() - 1);
		return Map.of("padding", genuine + "=", "two paddings", genuine + "==", "padding of the header",
				parts[0] + "=." + parts[1] + "." + parts[2], "padding of the claims",
				parts[0] + "." + parts[1] + "=." + parts[2], "other unused bits",
				genuine.substring(0, genuine.length() - 1) + (char) (last + 1), "a character of no alphabet",
				parts[0] + "." + parts[1] + ".~" + parts[2], "encrypted",
				part("{\"alg\":\"dir\",\"enc\":\"A256GCM\",\"typ\":\"at+jwt\"}")
						+ "..AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA",
				"encrypted with a key", part("{\"alg\":\"RSA-OAEP-256\",\"enc\":\"A256GCM\"}")
						+ ".AAAA.AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA");
	}

	private static String text(String part) {
		return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
	}

	private static String part(String json) {
		return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
	}

	private static String signed(KeyPair key, String header, String claims) throws GeneralSecurityException {
		String input = part(header) + "." + part(claims);
		Signature signer = Signature.getInstance("SHA256withECDSAinP1363Format");
		signer.initSign(key.getPrivate());
		signer.update(input.getBytes(StandardCharsets.US_ASCII));
		return input + "." + BASE64.encodeToString(signer.sign());
	}

	private static byte[] hmac(byte[] key, String input) throws GeneralSecurityException {
		Mac mac = Mac.getInstance("HmacSHA256");
		mac.init(new SecretKeySpec(key, "HmacSHA256"));
		return mac.doFinal(input.getBytes(StandardCharsets.US_ASCII));
	}

	private static KeyPair keyPair() throws GeneralSecurityException {
		KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
		generator.initialize(new ECGenParameterSpec("secp256r1"));
		return generator.generateKeyPair();
	}

	private static String jwk(ECPublicKey key) {
		return "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"%s\",\"y\":\"%s\"}"
			.formatted(coordinate(key.getW().getAffineX()), coordinate(key.getW().getAffineY()));
	}

	private static String coordinate(BigInteger value) {
		byte[] bytes = value.toByteArray();
		byte[] fixed = new byte[32];
		int length = Math.min(bytes.length, fixed.length);
		System.arraycopy(bytes, bytes.length - length, fixed, fixed.length - length, length);
		return BASE64.encodeToString(fixed);
	}

}
