package dev.rollcall.registration.verification;

import dev.rollcall.registration.account.Account;
import dev.rollcall.registration.account.AccountCommands;
import dev.rollcall.registration.account.Cause;
import dev.rollcall.registration.account.CurrentPassword;
import dev.rollcall.registration.account.EmailTaken;
import dev.rollcall.registration.account.FirstAdministrators;
import dev.rollcall.registration.account.Mailings;
import dev.rollcall.registration.credential.Password;
import dev.rollcall.registration.link.InvalidToken;
import dev.rollcall.registration.link.LinkPurpose;
import dev.rollcall.registration.link.LinkToken;
import dev.rollcall.registration.throttle.LinkMail;
import dev.rollcall.registration.throttle.Throttle;
import dev.rollcall.schemas.EmailAddress;
import dev.rollcall.schemas.UserId;
import dev.rollcall.web.InvalidRequest;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Sends links that verify addresses and accepts them.
 */
@Component
class EmailVerification {

	private final AccountCommands accounts;

	private final CurrentPassword currentPassword;

	private final Mailings mailings;

	private final FirstAdministrators administrators;

	private final Throttle throttle;

	private final Displacement displacement;

	EmailVerification(AccountCommands accounts, CurrentPassword currentPassword, Mailings mailings,
			FirstAdministrators administrators, Throttle throttle, Displacement displacement) {
		this.accounts = accounts;
		this.currentPassword = currentPassword;
		this.mailings = mailings;
		this.administrators = administrators;
		this.throttle = throttle;
		this.displacement = displacement;
	}

	/**
	 * Sends the verification link again, unless the address is verified or the limit is
	 * reached.
	 */
	Mono<Account> request(UserId user, String correlationId) {
		return this.accounts.find(user).flatMap((account) -> {
			if (account.email().verified()) {
				return Mono.just(account);
			}
			Mono<Account> sent = this.accounts.run(user, Cause.byUser(user, correlationId),
					(current, now) -> this.mailings.send(current, LinkPurpose.SIGN_UP, now));
			return this.throttle.mail(LinkMail.REQUESTED, account.email().value())
				.flatMap((granted) -> granted ? sent : Mono.just(account));
		});
	}

	/**
	 * Sends a link to a new address. The address changes when the link is opened; only
	 * then a conflict with another account shows, to the reader of that mailbox.
	 * @return completes unless the password is wrong
	 */
	Mono<Account> requestChange(UserId user, Password password, EmailAddress address, String correlationId) {
		return this.currentPassword.verify(user, password, "password", correlationId).flatMap((account) -> {
			if (account.email().value().written().equals(address.written())) {
				throw new InvalidRequest("newEmail", "same", "This is the current address already");
			}
			Mono<Account> sent = this.accounts.run(user, Cause.byUser(user, correlationId),
					(current, now) -> this.mailings.send(CurrentPassword.unchanged(current, account),
							LinkPurpose.EMAIL_CHANGE, address.written(), now));
			return mayMail(account, address).filter(Boolean::booleanValue)
				.flatMap((granted) -> sent)
				.defaultIfEmpty(account);
		});
	}

	/**
	 * Counts the mail by its sender and its recipient. The current address is notified;
	 * if nobody verified it, it may be a stranger's, and that mail counts too.
	 */
	private Mono<Boolean> mayMail(Account account, EmailAddress address) {
		return this.throttle.emailChange(account.id().toString())
			.filter(Boolean::booleanValue)
			.flatMap((granted) -> account.email().verified() ? Mono.just(true)
					: this.throttle.mail(LinkMail.REQUESTED, account.email().value()))
			.filter(Boolean::booleanValue)
			.flatMap((granted) -> this.throttle.mail(LinkMail.REQUESTED, address));
	}

	/**
	 * Accepts a link: verifies the address, changes it, or reverts a change.
	 * @return the account; fails with {@link InvalidToken} or {@link EmailTaken}
	 */
	Mono<Account> confirm(String text, String correlationId) {
		return Mono.justOrEmpty(LinkToken.decode(text))
			.flatMap((token) -> follow(token, correlationId).onErrorResume(EmailTaken.class,
					(taken) -> this.displacement.displace(token, correlationId).then(follow(token, correlationId))))
			.switchIfEmpty(Mono.error(InvalidToken::new));
	}

	private Mono<Account> follow(LinkToken token, String correlationId) {
		UserId user = new UserId(token.userId());
		return this.accounts.run(user, Cause.byUser(user, correlationId), (account,
				now) -> account.follow(token, this.mailings.create(now), now).then(this.administrators::promote));
	}

}
