package dev.rollcall.registration.account;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.rollcall.registration.link.Link;
import dev.rollcall.registration.link.LinkToken;

/**
 * A change of an account with its events and mailings.
 *
 * @param steps the events in order, each with the account after it
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
	 * Appends another change.
	 */
	public Change then(Function<Account, Change> next) {
		Change second = next.apply(this.account);
		return new Change(second.account(), Stream.concat(this.steps.stream(), second.steps().stream()).toList(),
				Stream.concat(this.mailings.stream(), second.mailings().stream()).toList());
	}

	/**
	 * An event and the account after it.
	 */
	record Step(AccountEvent event, Account after) {
	}

	/**
	 * A link to send.
	 *
	 * @param registrationAttempted whether it is sent because somebody tried to register
	 * with the address
	 */
	record Mailing(Link link, LinkToken token, boolean registrationAttempted) {

		Mailing(Link link, LinkToken token) {
			this(link, token, false);
		}

		Mailing afterRegistration() {
			return new Mailing(this.link, this.token, true);
		}

	}

}
