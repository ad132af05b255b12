package dev.rollcall.registration.account;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.rollcall.registration.link.Link;
import dev.rollcall.registration.link.LinkToken;

/**
 * What a command makes of an account, and what is told of it.
 *
 * @param account the account afterwards
 * @param steps what happened, in order, each with the account after it
 * @param mailings the links to be sent
 */
public record Change(Account account, List<Step> steps, List<Mailing> mailings) {

	static Change none(Account account) {
		return new Change(account, List.of(), List.of());
	}

	static Change of(AccountEvent event, Account after) {
		return new Change(after, List.of(new Step(event, after)), List.of());
	}

	Change with(Mailing mailing, Account after) {
		return new Change(after, this.steps, Stream.concat(this.mailings.stream(), Stream.of(mailing)).toList());
	}

	/**
	 * Goes on with another change.
	 * @param next what is done to the account afterwards
	 * @return both changes as one
	 */
	public Change then(Function<Account, Change> next) {
		Change second = next.apply(this.account);
		return new Change(second.account(), Stream.concat(this.steps.stream(), second.steps().stream()).toList(),
				Stream.concat(this.mailings.stream(), second.mailings().stream()).toList());
	}

	/**
	 * One thing that happened.
	 *
	 * @param event what
	 * @param after the account after it
	 */
	record Step(AccountEvent event, Account after) {
	}

	/**
	 * A link to be sent.
	 *
	 * @param link what the account keeps of it
	 * @param token its secret
	 */
	record Mailing(Link link, LinkToken token) {
	}

}
