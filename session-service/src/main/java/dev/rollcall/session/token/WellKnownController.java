package dev.rollcall.session.token;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.rollcall.web.Unavailable;

import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Publishes the public keys and the discovery document for verifiers of access tokens.
 */
@RestController
@RequestMapping(path = "/.well-known", produces = MediaType.APPLICATION_JSON_VALUE)
final class WellKnownController {

	private static final CacheControl CACHEABLE = CacheControl.maxAge(Duration.ofMinutes(5)).cachePublic();

	private final KeyRing keys;

	private final TokenProperties properties;

	WellKnownController(KeyRing keys, TokenProperties properties) {
		this.keys = keys;
		this.properties = properties;
	}

	@GetMapping("/jwks.json")
	ResponseEntity<Map<String, Object>> keys() {
		List<JWK> published = this.keys.keys().stream().<JWK>map(SigningKey::key).toList();
		if (published.isEmpty()) {
			throw new Unavailable("There is no signing key yet");
		}
		return ResponseEntity.ok().cacheControl(CACHEABLE).body(new JWKSet(published).toJSONObject(true));
	}

	@GetMapping("/openid-configuration")
	ResponseEntity<Map<String, Object>> configuration() {
		return ResponseEntity.ok()
			.cacheControl(CACHEABLE)
			.body(Map.of("issuer", this.properties.issuer(), "jwks_uri",
					this.properties.issuer() + "/.well-known/jwks.json", "response_types_supported", List.of(),
					"subject_types_supported", List.of("public"), "id_token_signing_alg_values_supported",
					List.of("ES256")));
	}

}
