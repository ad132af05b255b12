package dev.rollcall.registration.account;

import dev.rollcall.registration.credential.Password;
import dev.rollcall.registration.credential.PasswordHasher;
import dev.rollcall.registration.credential.PasswordPolicy;
import dev.rollcall.web.InvalidRequest;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Judges and hashes the password that takes the place of another one.
 */
@Component
public final class NewPassword {

	/** The field that it is given in. */
	public static final String FIELD = "newPassword";

	private final PasswordPolicy policy;

	private final PasswordHasher hasher;

	NewPassword(PasswordPolicy policy, PasswordHasher hasher) {
		this.policy = policy;
		this.hasher = hasher;
	}

	/**
	 * Hashes the password.
	 * @param account whose it is to be
	 * @param password the password
	 * @return the encoded hash; fails with {@link InvalidRequest} if it is not taken
	 */
	public Mono<String> hash(Account account, Password password) {
		return this.policy.check(password, account.email().value().written())
			.flatMap((fault) -> Mono.<Void>error(() -> new InvalidRequest(FIELD, fault.code(), fault.message())))
			.then(Mono.defer(() -> this.hasher.hash(password)));
	}

}
