package dev.rollcall.registration.account;

/**
 * The unique indexes are not known to exist yet, so nothing may be added.
 */
class AccountsNotReady extends RuntimeException {

	private static final long serialVersionUID = 1L;

	AccountsNotReady() {
		super("The indexes of the accounts are not there yet");
	}

}
