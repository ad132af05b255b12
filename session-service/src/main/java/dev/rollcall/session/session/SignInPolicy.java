package dev.rollcall.session.session;

import java.util.Optional;

import dev.rollcall.session.account.Account;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which accounts may sign in. The setting is the same as in registration-service: sign-in
 * must not disclose what registration conceals.
 *
 * @param discloseTakenEmail whether a registration says that its address is taken. If
 * not, sign-in requires a verified address; otherwise anyone could find out by
 * registering and signing in whether an address was taken
 */
@ConfigurationProperties("rollcall.registration")
record SignInPolicy(@DefaultValue("true") boolean discloseTakenEmail) {

	/**
	 * Returns the reason to refuse the account in spite of the right password; empty if
	 * it may sign in.
	 */
	Optional<SessionEvent.Refusal> refusal(Account account) {
		if (!account.active()) {
			return Optional.of(SessionEvent.Refusal.USER_LOCKED);
		}
		return (account.emailVerified() || this.discloseTakenEmail) ? Optional.empty()
				: Optional.of(SessionEvent.Refusal.EMAIL_NOT_VERIFIED);
	}

}
