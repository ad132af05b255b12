package dev.rollcall.session.session;

import java.util.Base64;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RefreshTokenTests {

	private final RefreshTokens tokens = new RefreshTokens(SessionFixture.refreshKey());

	private final Session session = SessionFixture.sessionStartedAt(SessionFixture.NOON);

	@Test
	void encodedTokenIsDecoded() {
		RefreshToken token = this.tokens.current(SessionFixture.ADA, this.session);

		RefreshToken decoded = RefreshToken.decode(token.encode()).orElseThrow();

		assertThat(decoded).usingRecursiveComparison().isEqualTo(token);
		assertThat(this.tokens.isGenuine(decoded, this.session)).isTrue();
	}

	@Test
	void sameSessionAndCounterGiveTheSameToken() {
		String first = this.tokens.current(SessionFixture.ADA, this.session).encode();

		assertThat(this.tokens.current(SessionFixture.ADA, this.session).encode()).isEqualTo(first);
	}

	@Test
	void tokenWithAChangedBitIsNotGenuine() {
		byte[] bytes = Base64.getUrlDecoder().decode(this.tokens.current(SessionFixture.ADA, this.session).encode());

		for (int i = 0; i < bytes.length; i++) {
			byte[] forged = bytes.clone();
			forged[i] ^= 1;
			RefreshToken token = RefreshToken.decode(Base64.getUrlEncoder().encodeToString(forged)).orElseThrow();
			assertThat(this.tokens.isGenuine(token, this.session) && token.sessionId().equals(this.session.id()))
				.as("byte " + i)
				.isFalse();
		}
	}

	@Test
	void tokenOfAnotherSecretIsNotGenuine() {
		Session other = new Session(this.session.id(), this.session.startedAt(), null, null, null, 1, null,
				this.session.authenticationMethods(), new byte[] { 1 }, 1, this.session.rotatedAt(),
				this.session.idleUntil(), this.session.expiresAt());

		assertThat(this.tokens.isGenuine(this.tokens.current(SessionFixture.ADA, this.session), other)).isFalse();
	}

	@Test
	void malformedTokenIsNotDecoded() {
		for (String text : new String[] { "", "x", "%%%", "A".repeat(53), "A".repeat(1000), "a b" }) {
			assertThat(RefreshToken.decode(text)).as(text).isEmpty();
		}
	}

}
