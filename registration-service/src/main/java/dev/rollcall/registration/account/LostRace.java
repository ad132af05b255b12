package dev.rollcall.registration.account;

/**
 * Thrown when another command was written first. The command is tried again.
 */
class LostRace extends RuntimeException {

	private static final long serialVersionUID = 1L;

	LostRace() {
		super("The account has changed since it was read", null, false, false);
	}

}
