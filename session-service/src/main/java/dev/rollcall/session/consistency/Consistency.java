package dev.rollcall.session.consistency;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

import dev.rollcall.schemas.ConsistencyToken;
import dev.rollcall.schemas.EmailAddress;
import dev.rollcall.session.account.Accounts;
import dev.rollcall.session.key.Keys;
import dev.rollcall.web.Unavailable;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Lets a sign-in wait until the account versions in its consistency token are applied.
 */
@Component
public final class Consistency {

	/** The answer's header value: the client may discard its token. */
	public static final String DONE = "done";

	private static final long MIN_POLL_MILLIS = 3;

	private static final long MAX_POLL_MILLIS = 50;

	private final ConsistencyTokens tokens;

	private final Accounts accounts;

	private final Duration timeout;

	Consistency(Keys keys, Accounts accounts, Clock clock, ConsistencyProperties properties) {
		this.tokens = new ConsistencyTokens(keys.consistency(), clock);
		this.accounts = accounts;
		this.timeout = properties.longestWait();
	}

	/**
	 * Waits until the token's versions are applied.
	 * @param token the request's token; null if it has none
	 * @return whether the token is valid for this e-mail; fails with {@link Unavailable}
	 * after the timeout
	 */
	public Mono<Boolean> await(@Nullable String token, EmailAddress email) {
		return Mono.justOrEmpty(token)
			.flatMap((text) -> Mono.justOrEmpty(this.tokens.read(text, email)))
			.flatMap(this::await)
			.defaultIfEmpty(false);
	}

	private Mono<Boolean> await(ConsistencyToken token) {
		return this.accounts.hasApplied(token.userId(), token.profileVersion(), token.credentialVersion())
			.filter((applied) -> applied)
			.repeatWhenEmpty(Integer.MAX_VALUE, (turns) -> turns.concatMap((turn) -> Mono.delay(pause(turn))))
			.timeout(this.timeout)
			.onErrorMap(TimeoutException.class, (ex) -> new Unavailable(
					"The account versions of the consistency token were not applied within " + this.timeout));
	}

	private static Duration pause(long turn) {
		return Duration.ofMillis(Math.min(MIN_POLL_MILLIS + turn * 2, MAX_POLL_MILLIS));
	}

}
