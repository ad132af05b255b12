package dev.rollcall.session.session;

import java.time.Clock;
import java.time.Duration;

import dev.rollcall.schemas.UserId;
import dev.rollcall.session.account.Account;
import dev.rollcall.session.token.AccessToken;
import dev.rollcall.session.token.AccessTokenIssuer;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Issues the tokens of a session.
 */
@Component
final class Grants {

	private final AccessTokenIssuer issuer;

	private final RefreshTokens refreshTokens;

	private final Clock clock;

	Grants(AccessTokenIssuer issuer, RefreshTokens refreshTokens, Clock clock) {
		this.issuer = issuer;
		this.refreshTokens = refreshTokens;
		this.clock = clock;
	}

	/**
	 * Fails with {@link dev.rollcall.web.Unavailable} while there is no signing key.
	 * Check this before a write: a session without tokens is of no use.
	 */
	Mono<Void> requireSigningKey() {
		return Mono.fromRunnable(this.issuer::requireKey);
	}

	Grant grant(Account account, Session session) {
		UserId userId = account.userId();
		AccessToken access = this.issuer.issue(userId, session.id().value(), account.roles(),
				session.authenticationMethods(), session.rotatedAt());
		Duration left = Duration.between(this.clock.instant(), session.ends());
		return new Grant(session.id().toString(), userId.toString(), access.value(), "Bearer",
				access.expiresIn().toSeconds(), this.refreshTokens.current(userId, session).encode(), left.toSeconds());
	}

}
