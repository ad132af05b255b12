package dev.rollcall.registration.recovery;

import dev.rollcall.registration.account.Account;
import dev.rollcall.registration.account.AccountCommands;
import dev.rollcall.registration.account.Cause;
import dev.rollcall.registration.account.Mailings;
import dev.rollcall.registration.account.NewPassword;
import dev.rollcall.registration.credential.Password;
import dev.rollcall.registration.link.InvalidToken;
import dev.rollcall.registration.link.LinkPurpose;
import dev.rollcall.registration.link.LinkToken;
import dev.rollcall.registration.throttle.LinkMail;
import dev.rollcall.registration.throttle.Throttle;
import dev.rollcall.schemas.EmailAddress;
import dev.rollcall.schemas.UserId;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Sends recovery links and accepts them.
 */
@Component
class PasswordReset {

	private final AccountCommands accounts;

	private final Mailings mailings;

	private final NewPassword newPassword;

	private final Throttle throttle;

	PasswordReset(AccountCommands accounts, Mailings mailings, NewPassword newPassword, Throttle throttle) {
		this.accounts = accounts;
		this.mailings = mailings;
		this.newPassword = newPassword;
		this.throttle = throttle;
	}

	/**
	 * Sends a link if an account has the address and the limit allows it. Only mails
	 * count, so requests for unknown addresses keep nobody's mail away.
	 */
	Mono<Void> request(EmailAddress address, String correlationId) {
		return this.accounts.find(address)
			.filterWhen((account) -> this.throttle.mail(LinkMail.RECOVERY, account.email().value()))
			.flatMap((account) -> this.accounts.run(account.id(), Cause.byUser(account.id(), correlationId),
					(current, now) -> this.mailings.send(current, LinkPurpose.RECOVERY, now)))
			.then();
	}

	/**
	 * Sets the password by a link; all sessions end. The link is checked before the
	 * costly hash and again with the write.
	 * @return the account; fails with {@link InvalidToken} or
	 * {@link dev.rollcall.web.InvalidRequest}
	 */
	Mono<Account> confirm(String text, Password password, String correlationId) {
		return Mono.justOrEmpty(LinkToken.decode(text))
			.flatMap((token) -> confirm(token, password, correlationId))
			.switchIfEmpty(Mono.error(InvalidToken::new));
	}

	private Mono<Account> confirm(LinkToken token, Password password, String correlationId) {
		UserId user = new UserId(token.userId());
		Cause cause = Cause.byUser(user, correlationId);
		return this.accounts.look(user, (account, now) -> account.recover(token, "", now))
			.flatMap((account) -> this.newPassword.hash(account, password))
			.flatMap((hash) -> this.accounts.run(user, cause, (account, now) -> account.recover(token, hash, now)));
	}

}
