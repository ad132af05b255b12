package dev.rollcall.registration.account;

import dev.rollcall.registration.credential.Password;
import dev.rollcall.registration.credential.PasswordHasher;
import dev.rollcall.registration.throttle.Throttle;
import dev.rollcall.schemas.UserId;
import dev.rollcall.web.InvalidRequest;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Makes sure that who acts on an account knows its password, a token being easier to get
 * at.
 */
@Component
public final class CurrentPassword {

	private final AccountCommands accounts;

	private final PasswordHasher hasher;

	private final Throttle throttle;

	CurrentPassword(AccountCommands accounts, PasswordHasher hasher, Throttle throttle) {
		this.accounts = accounts;
		this.hasher = hasher;
		this.throttle = throttle;
	}

	/**
	 * Verifies the current password of an account.
	 * @param id whose
	 * @param password what was given
	 * @param field the name of the field that it was given in
	 * @return the account; empty if there is none; fails with
	 * {@link dev.rollcall.throttle.TooManyAttempts} or {@link InvalidRequest}
	 */
	public Mono<Account> verify(UserId id, Password password, String field) {
		return this.accounts.find(id)
			.delayUntil((account) -> this.throttle
				.password(id.toString(), this.hasher.matches(account.credential(), password))
				.filter(Boolean::booleanValue)
				.switchIfEmpty(Mono.error(() -> wrong(field))));
	}

	private static InvalidRequest wrong(String field) {
		return new InvalidRequest(field, "wrong", "This is not the current password");
	}

}
