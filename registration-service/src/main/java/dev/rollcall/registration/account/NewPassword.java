package dev.rollcall.registration.account;

import dev.rollcall.registration.credential.Password;
import dev.rollcall.registration.credential.PasswordHasher;
import dev.rollcall.registration.credential.PasswordPolicy;
import dev.rollcall.web.InvalidRequest;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Checks and hashes a new password.
 */
@Component
public final class NewPassword {

	/** The request's field. */
	public static final String FIELD = "newPassword";

	private final PasswordPolicy policy;

	private final PasswordHasher hasher;

	NewPassword(PasswordPolicy policy, PasswordHasher hasher) {
		this.policy = policy;
		this.hasher = hasher;
	}

	/**
	 * Hashes the password.
	 * @return the encoded hash; fails with {@link InvalidRequest} if the policy refuses
	 * the password
	 */
	public Mono<String> hash(Account account, Password password) {
		return this.policy.check(password, account.email().value().written(), account.profile().displayName())
			.flatMap((fault) -> Mono.<Void>error(() -> new InvalidRequest(FIELD, fault.code(), fault.message())))
			.then(Mono.defer(() -> this.hasher.hash(password)));
	}

}
