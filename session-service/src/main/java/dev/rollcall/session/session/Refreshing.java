package dev.rollcall.session.session;

import dev.rollcall.session.account.Account;
import dev.rollcall.session.account.Accounts;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Exchanges refresh tokens.
 */
@Component
public final class Refreshing {

	private final Accounts accounts;

	private final SessionCommands commands;

	private final Rotation rotation;

	private final Grants grants;

	Refreshing(Accounts accounts, SessionCommands commands, Rotation rotation, Grants grants) {
		this.accounts = accounts;
		this.commands = commands;
		this.rotation = rotation;
		this.grants = grants;
	}

	/**
	 * Exchanges a token for new ones.
	 * @param deviceToken what the client presents beside it; null if nothing
	 * @return the new tokens; fails with {@link InvalidRefreshToken}
	 */
	public Mono<Grant> refresh(String text, @Nullable String deviceToken, String correlationId) {
		return this.grants.requireSigningKey()
			.then(Mono.justOrEmpty(RefreshToken.decode(text)))
			.flatMap((token) -> refresh(token, deviceToken, correlationId))
			.switchIfEmpty(Mono.error(InvalidRefreshToken::new));
	}

	private Mono<Grant> refresh(RefreshToken token, @Nullable String deviceToken, String correlationId) {
		return this.accounts.find(token.userId())
			.filter(Account::active)
			.flatMap((account) -> this.commands
				.run(token.userId(), Cause.request(correlationId),
						(sessions) -> this.rotation.decide(sessions, token, deviceToken))
				.flatMap(Mono::justOrEmpty)
				.map((session) -> this.grants.grant(account, session)));
	}

}
