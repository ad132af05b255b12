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
 * Lets a sign-in wait until the account has arrived that its consistency token tells of.
 */
@Component
public final class Consistency {

	/** What the header of the answer says once the token has served. */
	public static final String DONE = "done";

	private static final long FIRST_PAUSE = 3;

	private static final long LONGEST_PAUSE = 50;

	private final ConsistencyTokens tokens;

	private final Accounts accounts;

	private final Duration longestWait;

	Consistency(Keys keys, Accounts accounts, Clock clock, ConsistencyProperties properties) {
		this.tokens = new ConsistencyTokens(keys.consistency(), clock);
		this.accounts = accounts;
		this.longestWait = properties.longestWait();
	}

	/**
	 * Waits until the versions that the token names have been applied here.
	 * @param token the request's token, if it has one
	 * @param email the e-mail of the sign-in
	 * @return whether there was a valid token for this e-mail; fails with
	 * {@link Unavailable} if it took too long
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
			.timeout(this.longestWait)
			.onErrorMap(TimeoutException.class,
					(ex) -> new Unavailable("The account's versions have not arrived within " + this.longestWait));
	}

	private static Duration pause(long turn) {
		return Duration.ofMillis(Math.min(FIRST_PAUSE + turn * 2, LONGEST_PAUSE));
	}

}
