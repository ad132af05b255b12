package dev.rollcall.session.consistency;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.UUID;

import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Mac;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.mac.MacConfig;
import com.google.crypto.tink.mac.PredefinedMacParameters;
import dev.rollcall.schemas.EmailAddress;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ConsistencyTokensTests {

	private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");

	private static final EmailAddress ADA = EmailAddress.of("ada@example.com");

	private final UUID userId = UUID.randomUUID();

	private final Mac mac = mac();

	private final ConsistencyTokens tokens = new ConsistencyTokens(this.mac, Clock.fixed(NOW, ZoneOffset.UTC));

	@Test
	void validTokenGivesTheVersions() {
		assertThat(this.tokens.read(token(NOW.plusSeconds(1)), ADA)).hasValueSatisfying((token) -> {
			assertThat(token.userId().value()).isEqualTo(this.userId);
			assertThat(token.profileVersion()).isEqualTo(3);
			assertThat(token.credentialVersion()).isEqualTo(2);
		});
	}

	@Test
	void tokenForAnotherEmailIsIgnored() {
		assertThat(this.tokens.read(token(NOW.plusSeconds(1)), EmailAddress.of("bob@example.com"))).isEmpty();
	}

	@Test
	void expiredTokenIsIgnored() {
		assertThat(this.tokens.read(token(NOW), ADA)).isEmpty();
	}

	@Test
	void forgedOrMalformedTokenIsIgnored() {
		String genuine = token(NOW.plusSeconds(1));
		String payload = genuine.substring(0, genuine.indexOf('.'));
		String tag = genuine.substring(genuine.indexOf('.') + 1);

		for (String forged : new String[] { "", ".", "a.b", payload, payload + ".", "." + tag, "%%." + tag,
				payload + "." + payload, other(payload.charAt(0)) + payload.substring(1) + "." + tag, genuine + ".x",
				"x".repeat(600) }) {
			assertThat(this.tokens.read(forged, ADA)).as(forged).isEmpty();
		}
	}

	private static char other(char character) {
		return (character == 'A') ? 'B' : 'A';
	}

	private String token(Instant expiry) {
		byte[] email = compute(("email:" + ADA.canonical()).getBytes(StandardCharsets.UTF_8));
		byte[] payload = ByteBuffer.allocate(40 + email.length)
			.putLong(this.userId.getMostSignificantBits())
			.putLong(this.userId.getLeastSignificantBits())
			.putLong(3)
			.putLong(2)
			.putLong(expiry.getEpochSecond())
			.put(email)
			.array();
		byte[] tag = compute(ByteBuffer.allocate(6 + payload.length)
			.put("token:".getBytes(StandardCharsets.UTF_8))
			.put(payload)
			.array());
		Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
		return base64.encodeToString(payload) + "." + base64.encodeToString(tag);
	}

	private byte[] compute(byte[] data) {
		try {
			return this.mac.computeMac(data);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Mac mac() {
		try {
			MacConfig.register();
			return KeysetHandle.generateNew(PredefinedMacParameters.HMAC_SHA256_128BITTAG)
				.getPrimitive(RegistryConfiguration.get(), Mac.class);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
