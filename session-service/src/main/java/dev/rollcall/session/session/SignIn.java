package dev.rollcall.session.session;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

import dev.rollcall.session.account.Account;
import dev.rollcall.session.account.Accounts;
import dev.rollcall.session.account.EmailAddress;
import dev.rollcall.session.credential.PasswordVerification;
import dev.rollcall.session.credential.SealedCredential;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Starts a session for who knows the password.
 */
@Component
final class SignIn {

	private static final int SECRET_BYTES = 32;

	private final SecureRandom random = new SecureRandom();

	private final Accounts accounts;

	private final PasswordVerification passwords;

	private final SessionCommands commands;

	private final SessionProperties properties;

	private final Clock clock;

	SignIn(Accounts accounts, PasswordVerification passwords, SessionCommands commands, SessionProperties properties,
			Clock clock) {
		this.accounts = accounts;
		this.passwords = passwords;
		this.commands = commands;
		this.properties = properties;
		this.clock = clock;
	}

	/**
	 * Signs in. An account that is not there, or may not sign in, takes the same work and
	 * the same answer as a wrong password.
	 * @param attempt who and with what
	 * @return the account and its new session; fails with {@link InvalidCredentials}
	 */
	Mono<SignedIn> signIn(Attempt attempt) {
		return this.accounts.find(attempt.email())
			.map(Optional::of)
			.defaultIfEmpty(Optional.empty())
			.flatMap((account) -> verified(account, attempt.password()))
			.filter(Account::active)
			.switchIfEmpty(Mono.error(InvalidCredentials::new))
			.flatMap((account) -> start(account, attempt));
	}

	private Mono<Account> verified(Optional<Account> account, String password) {
		return this.passwords.verify(account.flatMap(Account::credential), password)
			.filter((matches) -> matches)
			.flatMap((matches) -> Mono.justOrEmpty(account));
	}

	private Mono<SignedIn> start(Account account, Attempt attempt) {
		long passwordVersion = account.credential().map(SealedCredential::passwordVersion).orElseThrow();
		return this.commands.run(account.userId(), attempt.correlationId(), (sessions) -> {
			if (!sessions.admits(passwordVersion)) {
				throw new InvalidCredentials();
			}
			Instant now = this.clock.instant().truncatedTo(ChronoUnit.MILLIS);
			Session session = session(attempt, passwordVersion, now);
			return new Decision<>(new SignedIn(account, session), sessions.start(session, now));
		});
	}

	private Session session(Attempt attempt, long passwordVersion, Instant now) {
		byte[] secret = new byte[SECRET_BYTES];
		this.random.nextBytes(secret);
		return new Session(SessionId.random(), now, now, attempt.device(), attempt.address(), passwordVersion,
				List.of("pwd"), 1, secret, now, now.plus(this.properties.idle()), now.plus(this.properties.absolute()));
	}

	/**
	 * Who wants to sign in, and with what.
	 *
	 * @param email the account's address
	 * @param password the password
	 * @param device what the client calls its device
	 * @param address the client's address
	 * @param correlationId the request that it belongs to
	 */
	record Attempt(EmailAddress email, String password, @Nullable String device, @Nullable String address,
			String correlationId) {

		@Override
		public String toString() {
			return "Attempt[correlationId=%s]".formatted(this.correlationId);
		}

	}

	/**
	 * Who has signed in.
	 *
	 * @param account the account
	 * @param session its new session
	 */
	record SignedIn(Account account, Session session) {

	}

}
