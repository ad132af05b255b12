package dev.rollcall.registration.recovery;

import dev.rollcall.registration.account.Account;
import dev.rollcall.registration.account.AccountCommands;
import dev.rollcall.registration.account.Act;
import dev.rollcall.registration.account.Mailings;
import dev.rollcall.registration.account.NewPassword;
import dev.rollcall.registration.credential.Password;
import dev.rollcall.registration.link.InvalidToken;
import dev.rollcall.registration.link.LinkPurpose;
import dev.rollcall.registration.link.LinkToken;
import dev.rollcall.registration.throttle.Throttle;
import dev.rollcall.schemas.EmailAddress;
import dev.rollcall.schemas.UserId;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Sends links that set a new password, and takes them.
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
	 * Sends a link, if the address is somebody's and not too many were sent.
	 * @return completes in either case
	 */
	Mono<Void> request(EmailAddress address, String correlationId) {
		return this.throttle.mail("recovery", address.canonical())
			.filter(Boolean::booleanValue)
			.flatMap((granted) -> this.accounts.find(address))
			.flatMap((account) -> this.accounts.run(account.id(), Act.byUser(account.id(), correlationId),
					(current, now) -> this.mailings.send(current, LinkPurpose.RECOVERY, now)))
			.then();
	}

	/**
	 * Takes a link. All sessions end. The link is looked at before the costly hash is
	 * made, and again with the write.
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
		Act act = Act.byUser(user, correlationId);
		return this.accounts.look(user, (account, now) -> account.recover(token, "", now))
			.flatMap((account) -> this.newPassword.hash(account, password))
			.flatMap((hash) -> this.accounts.run(user, act, (account, now) -> account.recover(token, hash, now)));
	}

}
