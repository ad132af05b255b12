package dev.rollcall.registration.account;

import java.util.List;

import dev.rollcall.registration.credential.Credential;
import dev.rollcall.registration.link.Links;

/**
 * Builds a changed account.
 */
final class AccountEdit {

	private final Account account;

	private long revision;

	private Account.Email email;

	private Profile profile;

	private AccountStatus status;

	private List<String> roles;

	private Credential credential;

	private Links links;

	AccountEdit(Account account) {
		this.account = account;
		this.revision = account.revision();
		this.email = account.email();
		this.profile = account.profile();
		this.status = account.status();
		this.roles = account.roles();
		this.credential = account.credential();
		this.links = account.links();
	}

	AccountEdit email(Account.Email changed) {
		this.email = changed;
		return this;
	}

	AccountEdit profile(Profile changed) {
		this.profile = changed;
		return this;
	}

	AccountEdit status(AccountStatus changed) {
		this.status = changed;
		return this;
	}

	AccountEdit roles(List<String> changed) {
		this.roles = changed;
		return this;
	}

	AccountEdit credential(Credential changed) {
		this.credential = changed;
		return this;
	}

	AccountEdit links(Links changed) {
		this.links = changed;
		return this;
	}

	/** The same account after a write that changes nothing else. */
	Account revised() {
		this.revision++;
		return same();
	}

	/** The next version, for a change that publishes an event. */
	Account next() {
		return version(this.account.version() + 1);
	}

	/** A change of fields that no event contains. */
	Change quiet() {
		return Change.none(same());
	}

	/** The same version, for a change without an event. */
	Account same() {
		return version(this.account.version());
	}

	Account version(long version) {
		return new Account(this.account.id(), this.revision, version, this.email, this.profile, this.status, this.roles,
				this.credential, this.links, this.account.registeredAt());
	}

}
