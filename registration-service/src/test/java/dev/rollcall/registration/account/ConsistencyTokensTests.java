package dev.rollcall.registration.account;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;

import com.google.crypto.tink.Mac;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ConsistencyTokensTests {

	private final Mac mac = KeyedHashes.random();

	private final ConsistencyTokens tokens = new ConsistencyTokens(this.mac, AccountFixture.properties(),
			Clock.fixed(AccountFixture.NOW, ZoneOffset.UTC));

	@Test
	void tokenNamesUserVersionsAndExpiry() {
		ByteBuffer payload = ByteBuffer.wrap(part(this.tokens.of(AccountFixture.account()), 0));
		assertThat(new UUID(payload.getLong(), payload.getLong())).isEqualTo(AccountFixture.account().id().value());
		assertThat(payload.getLong()).isOne();
		assertThat(payload.getLong()).isOne();
		assertThat(payload.getLong()).isEqualTo(AccountFixture.NOW.getEpochSecond() + 600);
	}

	@Test
	void emailIsInItAsAKeyedHashOnly() throws GeneralSecurityException {
		byte[] payload = part(this.tokens.of(AccountFixture.account()), 0);
		byte[] hash = Arrays.copyOfRange(payload, 40, payload.length);
		this.mac.verifyMac(hash, "email:ada@example.com".getBytes(StandardCharsets.UTF_8));
		assertThat(new String(payload, StandardCharsets.ISO_8859_1)).doesNotContain("ada");
	}

	@Test
	void payloadIsSigned() throws GeneralSecurityException {
		String token = this.tokens.of(AccountFixture.account());
		byte[] payload = part(token, 0);
		byte[] signed = ByteBuffer.allocate(6 + payload.length)
			.put("token:".getBytes(StandardCharsets.UTF_8))
			.put(payload)
			.array();
		this.mac.verifyMac(part(token, 1), signed);
	}

	private static byte[] part(String token, int index) {
		return Base64.getUrlDecoder().decode(token.split("\\.")[index]);
	}

}
