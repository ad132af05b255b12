package dev.rollcall.registration.link;

/**
 * The purpose of a link.
 */
public enum LinkPurpose {

	/** Verifies the account's address. */
	SIGN_UP(8),

	/** Verifies a new address and makes it the account's. */
	EMAIL_CHANGE(1),

	/**
	 * Sent to the former address; reverts the change. Several are valid, so that an
	 * attacker who changes the address twice cannot void the owner's link.
	 */
	UNDO_EMAIL_CHANGE(8),

	/** Sets a new password. */
	RECOVERY(1);

	private final int maxValid;

	LinkPurpose(int maxValid) {
		this.maxValid = maxValid;
	}

	/** How many links of this purpose an account has at most. */
	int maxValid() {
		return this.maxValid;
	}

	/** Whether a link replaces the account's address. */
	public boolean changesAddress() {
		return this == EMAIL_CHANGE || this == UNDO_EMAIL_CHANGE;
	}

	/**
	 * Whether a link opens only while the account has the password under which the link
	 * was created.
	 */
	boolean isBoundToPassword() {
		return this == EMAIL_CHANGE || this == RECOVERY;
	}

}
