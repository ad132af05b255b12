package dev.rollcall.registration.account;

import dev.rollcall.registration.credential.Password;
import dev.rollcall.registration.credential.PasswordHasher;
import dev.rollcall.registration.throttle.Throttle;
import dev.rollcall.schemas.UserId;
import dev.rollcall.throttle.TooManyAttempts;
import dev.rollcall.web.AuditEvent;
import dev.rollcall.web.InvalidRequest;
import dev.rollcall.web.Unavailable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Verifies the current password before sensitive changes, because an access token is
 * easier to steal.
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
	 * @return the account; empty if it does not exist; fails with {@link TooManyAttempts}
	 * or {@link InvalidRequest}
	 */
	public Mono<Account> verify(UserId id, Password password, String field, String correlationId) {
		return this.accounts.find(id)
			.delayUntil((account) -> this.throttle
				.password(id.toString(), (gate) -> this.hasher.matches(account.credential(), password, gate))
				.filter(Boolean::booleanValue)
				.switchIfEmpty(Mono.error(() -> wrong(field)))
				.doOnError(InvalidRequest.class, (ex) -> refused(id, "wrong_password", correlationId))
				.doOnError(TooManyAttempts.class, (ex) -> refused(id, "too_many_attempts", correlationId)));
	}

	private static void refused(UserId user, String reason, String correlationId) {
		AuditEvent.authentication("password-check")
			.actor(user.value())
			.target(user.value())
			.reason(reason)
			.request(correlationId)
			.failure();
	}

	/**
	 * Returns an account whose password is still the one that was verified.
	 * @throws Unavailable if it changed in the meantime
	 */
	public static Account unchanged(Account account, Account verified) {
		if (account.credential().passwordVersion() != verified.credential().passwordVersion()) {
			throw new Unavailable("The password of the account changed after it was verified");
		}
		return account;
	}

	private static InvalidRequest wrong(String field) {
		return new InvalidRequest(field, "wrong", "This is not the current password");
	}

}
