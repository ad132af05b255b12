package dev.rollcall.session.session;

import java.util.Optional;

import dev.rollcall.session.account.Account;
import dev.rollcall.session.account.Accounts;
import dev.rollcall.session.account.EmailAddress;
import dev.rollcall.session.credential.PasswordVerification;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Signs in who knows the password.
 */
@Component
public final class SignIn {

	private final Accounts accounts;

	private final PasswordVerification passwords;

	private final Starting starting;

	private final Grants grants;

	SignIn(Accounts accounts, PasswordVerification passwords, Starting starting, Grants grants) {
		this.accounts = accounts;
		this.passwords = passwords;
		this.starting = starting;
		this.grants = grants;
	}

	/**
	 * Signs in. An account that is not there, or may not sign in, takes the same work and
	 * the same answer as a wrong password.
	 * @param attempt who and with what
	 * @return the tokens of the new session; fails with {@link InvalidCredentials}
	 */
	public Mono<Grant> signIn(Attempt attempt) {
		return this.grants.possible()
			.then(this.accounts.find(attempt.email()))
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

	private Mono<Grant> start(Account account, Attempt attempt) {
		return this.starting.start(account, attempt).map((session) -> this.grants.grant(account, session));
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
	public record Attempt(EmailAddress email, String password, @Nullable String device, @Nullable String address,
			String correlationId) {

		@Override
		public String toString() {
			return "Attempt[correlationId=%s]".formatted(this.correlationId);
		}

	}

}
